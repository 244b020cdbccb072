package dev.spanflame.load.trace;

import static dev.spanflame.load.trace.Attributes.flag;
import static dev.spanflame.load.trace.Attributes.text;

import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import java.util.SplittableRandom;

/// Lets one in eighty leaf spans fail with an exception, whose stack trace is 6 to 19 frames long.
final class Failures {
    private static final int ONE_IN = 80;
    private static final List<String> TYPES = List.of(
            "java.net.SocketTimeoutException",
            "java.lang.IllegalStateException",
            "java.sql.SQLTransientException",
            "java.util.concurrent.TimeoutException",
            "java.io.IOException");
    private static final List<String> MESSAGES = List.of(
            "Read timed out",
            "order is closed already",
            "could not serialize access",
            "no answer in time",
            "Connection reset by peer");
    private static final List<String> CLASSES =
            List.of("Controller", "Service", "Repository", "Client", "Filter", "Dispatcher", "Mapper", "Worker");
    private static final List<String> METHODS =
            List.of("handle", "invoke", "execute", "load", "store", "call", "apply", "doFilter");

    private final SplittableRandom random;

    Failures(SplittableRandom random) {
        this.random = random;
    }

    /// Whether the next leaf fails.
    boolean strikes() {
        return random.nextInt(ONE_IN) == 0;
    }

    /// Marks `span` as failed at `timeNanos`.
    void fail(Span.Builder span, ShopService service, long timeNanos) {
        int which = random.nextInt(TYPES.size());
        String type = TYPES.get(which);
        String message = MESSAGES.get(which);
        span.setStatus(TraceMaker.error(message))
                .addAttributes(text("error.type", type))
                .addEvents(Span.Event.newBuilder()
                        .setTimeUnixNano(timeNanos)
                        .setName("exception")
                        .addAttributes(text("exception.type", type))
                        .addAttributes(text("exception.message", message))
                        .addAttributes(flag("exception.escaped", random.nextBoolean()))
                        .addAttributes(text("exception.stacktrace", stack(type + ": " + message, service))));
    }

    private String stack(String head, ShopService service) {
        StringBuilder stack = new StringBuilder(head);
        for (int frames = 6 + random.nextInt(14); frames > 0; frames--) {
            String owner = CLASSES.get(random.nextInt(CLASSES.size()));
            stack.append("\n\tat com.example.")
                    .append(service.namespace())
                    .append('.')
                    .append(owner)
                    .append('.')
                    .append(METHODS.get(random.nextInt(METHODS.size())))
                    .append('(')
                    .append(owner)
                    .append(".java:")
                    .append(10 + random.nextInt(700))
                    .append(')');
        }
        return stack.toString();
    }
}
