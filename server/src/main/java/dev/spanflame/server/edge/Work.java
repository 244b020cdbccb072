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
}
