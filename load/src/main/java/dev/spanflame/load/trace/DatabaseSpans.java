package dev.spanflame.load.trace;

import static dev.spanflame.load.trace.Attributes.flag;
import static dev.spanflame.load.trace.Attributes.number;
import static dev.spanflame.load.trace.Attributes.real;
import static dev.spanflame.load.trace.Attributes.text;

import io.opentelemetry.proto.trace.v1.Span;
import java.util.SplittableRandom;

/// Fills in spans of database queries and cache look-ups, by the old and by the stable conventions.
final class DatabaseSpans {
    private final SplittableRandom random;

    DatabaseSpans(SplittableRandom random) {
        this.random = random;
    }

    String scope(ShopService service) {
        return service.runtime().scopePrefix
                + switch (service.runtime()) {
                    case JAVA -> "jdbc";
                    case GO -> "database/sql/otelsql";
                    case NODE -> "pg";
                };
    }

    /// A statement of one of six shapes on a table of the service.
    void query(Span.Builder span, ShopService service) {
        String table = service.tables().get(random.nextInt(service.tables().size()));
        String operation;
        String statement;
        switch (random.nextInt(6)) {
            case 0 -> {
                operation = "INSERT";
                statement = "INSERT INTO " + table + " VALUES (?, ?, ?)";
            }
            case 1 -> {
                operation = "UPDATE";
                statement = "UPDATE " + table + " SET state = ? WHERE id = ?";
            }
            case 2 -> {
                operation = "SELECT";
                statement = "SELECT count(*) FROM " + table + " WHERE owner = ?";
            }
            default -> {
                operation = "SELECT";
                statement = "SELECT * FROM " + table + " WHERE id = ?";
            }
        }
        span.setName(operation + " " + table).setKind(Span.SpanKind.SPAN_KIND_CLIENT);
        String server = "pg-" + service.namespace() + "-" + random.nextInt(2) + ".db";
        long rows = operation.equals("SELECT") ? random.nextInt(1 << random.nextInt(12)) : 1;
        if (service.dialect() == Dialect.OLD) {
            span.addAttributes(text("db.system", "postgresql"))
                    .addAttributes(text("db.name", service.namespace()))
                    .addAttributes(text("db.user", "svc_" + service.name()))
                    .addAttributes(text("db.operation", operation))
                    .addAttributes(text("db.sql.table", table))
                    .addAttributes(text("db.statement", statement))
                    .addAttributes(text("net.peer.name", server))
                    .addAttributes(number("net.peer.port", 5432))
                    .addAttributes(number("db.rows", rows));
        } else {
            span.addAttributes(text("db.system.name", "postgresql"))
                    .addAttributes(text("db.namespace", service.namespace()))
                    .addAttributes(text("db.operation.name", operation))
                    .addAttributes(text("db.collection.name", table))
                    .addAttributes(text("db.query.text", statement))
                    .addAttributes(text("server.address", server))
                    .addAttributes(number("server.port", 5432))
                    .addAttributes(number("db.response.returned_rows", rows));
        }
        if (random.nextInt(3) == 0) {
            span.addAttributes(real("db.client.connection.wait_ms", random.nextInt(4_000_000) / 1e6));
        }
    }

    /// A look into Redis.
    void cache(Span.Builder span, ShopService service) {
        boolean hit = random.nextInt(5) > 0;
        String key = service.name() + ":" + random.nextInt(50_000_000);
        span.setName("GET")
                .setKind(Span.SpanKind.SPAN_KIND_CLIENT)
                .addAttributes(text("db.system.name", "redis"))
                .addAttributes(text("db.query.text", "GET " + key))
                .addAttributes(number("db.redis.database_index", service.index() & 3))
                .addAttributes(text("server.address", "redis-" + service.namespace() + ".db"))
                .addAttributes(number("server.port", 6379))
                .addAttributes(text("network.transport", "tcp"))
                .addAttributes(flag("cache.hit", hit))
                .addAttributes(number("cache.item_size", hit ? random.nextInt(9_000) : 0));
    }
}
