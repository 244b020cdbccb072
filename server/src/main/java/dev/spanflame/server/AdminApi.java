package dev.spanflame.server;

import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Route;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/// What operators ask for on the administration port, by POST alone, and nothing that a web page asks for.
final class AdminApi {
    /// Something to be done; returns when it is done.
    @FunctionalInterface
    interface Task {
        /// Does it; throws [IOException] with a message for the operator.
        void run() throws IOException;
    }

    private final AdminGuard guard;
    private final Task flush;
    private final Task compact;
    private final Runnable shutdown;

    /// `shutdown` must return at once.
    AdminApi(AdminGuard guard, Task flush, Task compact, Runnable shutdown) {
        this.guard = guard;
        this.flush = flush;
        this.compact = compact;
        this.shutdown = shutdown;
    }

    List<Route> routes() {
        return List.of(
                post("/flush", () -> done(flush, "all live data is in committed blocks\n")),
                post("/compact", () -> done(compact, "nothing is left to merge\n")),
                post("/shutdown", () -> {
                    shutdown.run();
                    return HttpReply.text(202, "stopping\n");
                }));
    }

    @FunctionalInterface
    private interface Answer {
        HttpReply get();
    }

    private static HttpReply done(Task task, String text) {
        try {
            task.run();
            return HttpReply.text(200, text);
        } catch (IOException e) {
            return HttpReply.text(503, e.getMessage() + "\n");
        }
    }

    private Route post(String path, Answer answer) {
        return new Route(Set.of("POST"), path, 0, Route.TenantRule.NONE, Route.ErrorFormat.TEXT, call -> {
            guard.check(call.caller().headers());
            return answer.get();
        });
    }
}
