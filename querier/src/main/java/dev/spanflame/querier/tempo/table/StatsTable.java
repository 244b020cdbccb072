package dev.spanflame.querier.tempo.table;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.querier.arrow.ArrowField;
import dev.spanflame.querier.arrow.ArrowReply;
import dev.spanflame.querier.arrow.ArrowType;
import dev.spanflame.traceql.metrics.table.TableResult;
import dev.spanflame.traceql.type.Value;
import dev.spanflame.traceql.type.Values;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A table of statistics in JSON or as an Arrow stream.
///
/// ```
/// {"columns":[{"name":"name","role":"key"},{"name":"avg(duration)","role":"number","type":"float","unit":"s"}],
///  "rows":[["GET /cart",0.25]],"status":"COMPLETE","metrics":{"inspectedTraces":2,"inspectedSpans":5}}
/// ```
final class StatsTable {
    private static final JsonFactory JSON = new JsonFactory();

    private StatsTable() {}

    /// Notes for a table of which rows are missing.
    static Map<String, String> partial(String message) {
        return Map.of("status", "PARTIAL", "message", message);
    }

    /// The same where only the first `shown` of `found` things are there.
    static Map<String, String> partial(int shown, int found, String things) {
        return partial("the first " + shown + " of " + found + ' ' + things + " are shown");
    }

    static HttpReply json(TableResult table) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            writeColumns(table, json);
            writeRows(table, json);
            Map<String, String> notes = notes(table);
            json.writeStringField("status", notes.getOrDefault("status", "COMPLETE"));
            if (table.truncated()) {
                json.writeStringField("message", notes.getOrDefault("message", ""));
            }
            json.writeObjectFieldStart("metrics");
            json.writeNumberField("inspectedTraces", table.inspectedTraces());
            json.writeNumberField("inspectedSpans", table.inspectedSpans());
            json.writeEndObject();
            json.writeEndObject();
        }
        return HttpReply.json(out.toByteArray());
    }

    private static void writeColumns(TableResult table, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("columns");
        for (String key : table.keys()) {
            json.writeStartObject();
            json.writeStringField("name", key);
            json.writeStringField("role", "key");
            json.writeEndObject();
        }
        for (TableResult.Heading number : table.numbers()) {
            json.writeStartObject();
            json.writeStringField("name", number.name());
            json.writeStringField("role", "number");
            json.writeStringField("type", number.whole() ? "integer" : "float");
            if (number.seconds()) {
                json.writeStringField("unit", "s");
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeRows(TableResult table, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("rows");
        for (TableResult.Row row : table.rows()) {
            json.writeStartArray();
            for (Value key : row.keys()) {
                write(key, json);
            }
            for (int i = 0; i < row.numbers().length; i++) {
                double number = row.numbers()[i];
                if (Double.isNaN(number)) {
                    json.writeNull();
                } else if (table.numbers().get(i).whole()) {
                    json.writeNumber((long) number);
                } else {
                    json.writeNumber(number);
                }
            }
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private static void write(Value key, JsonGenerator json) throws IOException {
        switch (key) {
            case Value.Nil _ -> json.writeNull();
            case Value.Int(long number) -> json.writeNumber(number);
            case Value.Float(double number) -> json.writeNumber(number);
            case Value.Bool(boolean bool) -> json.writeBoolean(bool);
            case Value.Text _, Value.Duration _, Value.Status _, Value.Kind _, Value.Array _, Value.Opaque _ ->
                json.writeString(Values.text(key));
        }
    }

    static HttpReply arrow(TableResult table) {
        List<ValueType> keys = new ArrayList<>();
        List<ArrowField> fields = new ArrayList<>();
        for (int i = 0; i < table.keys().size(); i++) {
            ValueType type = new ValueType();
            for (TableResult.Row row : table.rows()) {
                type.admit(row.keys().get(i));
            }
            keys.add(type);
            fields.add(new ArrowField(table.keys().get(i), type.type()));
        }
        for (TableResult.Heading number : table.numbers()) {
            fields.add(new ArrowField(number.name(), number.whole() ? ArrowType.INT : ArrowType.FLOAT));
        }
        return ArrowReply.of(fields, notes(table), out -> {
            for (TableResult.Row row : table.rows()) {
                for (int i = 0; i < keys.size(); i++) {
                    keys.get(i).put(row.keys().get(i), out, i);
                }
                for (int i = 0; i < row.numbers().length; i++) {
                    double number = row.numbers()[i];
                    if (table.numbers().get(i).whole()) {
                        out.whole(keys.size() + i, (long) number);
                    } else if (!Double.isNaN(number)) {
                        out.real(keys.size() + i, number);
                    }
                }
                out.endRow();
            }
        });
    }

    private static Map<String, String> notes(TableResult table) {
        return table.truncated() ? partial(table.rows().size(), table.foundRows(), "rows") : Map.of();
    }
}
