package dev.spanflame.server.edge;

import dev.spanflame.model.BackendException;

/// A request that a [Service] took: what body it needs, what to do with it, how its errors look.
public interface Work {
    /// What body may come.
    BodyLimit body();

    /// Answers; called once, on a virtual thread, when the body is complete. It may block, and it ends the
    /// exchange.
    void run(Exchange exchange, Body body);

    /// Answers with an error in the protocol of the request; does not block.
    void refuse(Exchange exchange, BackendException error);

    /// How a request is told that it failed.
    @FunctionalInterface
    interface Refusal {
        void tell(Exchange exchange, BackendException error);
    }

    /// Work of a request that is refused by its head: it takes no body and never runs.
    static Work refusing(Refusal refusal) {
        return new Refused(refusal);
    }

    /// A request that is refused by its head.
    record Refused(Refusal refusal) implements Work {
        @Override
        public BodyLimit body() {
            return BodyLimit.NOTHING;
        }

        @Override
        public void run(Exchange exchange, Body body) {
            throw new IllegalStateException("the request was refused by its head");
        }

        @Override
        public void refuse(Exchange exchange, BackendException error) {
            refusal.tell(exchange, error);
        }
    }
}
