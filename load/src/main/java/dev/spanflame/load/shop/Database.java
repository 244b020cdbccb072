package dev.spanflame.load.shop;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import java.util.Locale;

/// A stand-in for a service's database: a client span, and the time a query takes.
final class Database {
    private final Tracer tracer;
    private final Faults faults;
    private final String namespace;

    Database(Tracer tracer, Faults faults, String namespace) {
        this.tracer = tracer;
        this.faults = faults;
        this.namespace = namespace;
    }

    /// Runs a statement on a table.
    void run(String operation, String table, String statement, int typicalMillis) {
        Span span = tracer.spanBuilder(operation + " " + table)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("db.system.name", "postgresql")
                .setAttribute("db.namespace", namespace)
                .setAttribute("db.operation.name", operation)
                .setAttribute("db.collection.name", table)
                .setAttribute("db.query.text", statement)
                .setAttribute("server.address", namespace.toLowerCase(Locale.ROOT) + "-db.internal")
                .startSpan();
        try {
            faults.delay(typicalMillis);
            span.setAttribute("db.response.returned_rows", (long) faults.number(40));
        } finally {
            span.end();
        }
    }
}
