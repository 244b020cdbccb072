package dev.spanflame.server.event;

import dev.spanflame.model.BackendException;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Throttle;
import org.jspecify.annotations.Nullable;

/// Flight Recorder is told of a request that was refused or failed.
@Name("dev.spanflame.Refusal")
@Label("Refused request")
@Description("A request that was refused or failed")
@Category("Spanflame")
@StackTrace(false)
@Throttle("100/s")
public final class RefusalEvent extends Event {
    @Label("Listener")
    @Nullable
    String listener;

    @Label("Kind")
    @Nullable
    String kind;

    @Label("Reason")
    @Nullable
    String reason;

    /// Commits an event where a recording wants it.
    public static void tell(String listener, BackendException error) {
        RefusalEvent event = new RefusalEvent();
        if (event.shouldCommit()) {
            event.listener = listener;
            event.kind = error.kind().name();
            event.reason = error.reason();
            event.commit();
        }
    }
}
