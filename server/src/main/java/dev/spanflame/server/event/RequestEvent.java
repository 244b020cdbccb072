package dev.spanflame.server.event;

import dev.spanflame.model.Tenant;
import dev.spanflame.proto.edge.Notes;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/// Flight Recorder is told of a request. Filled by [dev.spanflame.server.edge.EdgeMeters].
@Name("dev.spanflame.Request")
@Label("Request")
@Description("A request from its body being there to the end of its handler: queries and pushes alike")
@Category("Spanflame")
@StackTrace(false)
@Threshold("20 ms")
public final class RequestEvent extends Event {
    @Label("Listener")
    @Nullable
    String listener;

    @Label("Protocol")
    @Nullable
    String protocol;

    @Label("Route")
    @Description("Pattern of the path, or service and method")
    @Nullable
    String route;

    @Label("Tenant")
    @Nullable
    String tenant;

    @Label("Blocks")
    @Description("Blocks that were opened for the answer")
    int blocks;

    @Label("Block Bytes")
    @Description("Bytes of all objects of these blocks")
    @DataAmount
    long blockBytes;

    /// Who asked for what.
    ///
    /// @param route pattern of the path, or service and method
    public record Subject(String listener, String protocol, String route, List<Tenant> tenants) {
        /// Copies the list.
        public Subject {
            tenants = List.copyOf(tenants);
        }
    }

    /// Ends the event, which was begun before, and commits it where a recording wants it.
    public void finish(Subject subject, Notes notes) {
        end();
        if (shouldCommit()) {
            listener = subject.listener;
            protocol = subject.protocol;
            route = subject.route;
            tenant = subject.tenants.stream().map(Tenant::id).collect(Collectors.joining("|"));
            blocks = notes.blocks();
            blockBytes = notes.blockBytes();
            commit();
        }
    }
}
