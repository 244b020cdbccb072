package dev.spanflame.querier.links;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/// Addresses of Grafana Explore: one pane as JSON in the address.
final class GrafanaExplore {
    private static final JsonFactory JSON = new JsonFactory();

    private GrafanaExplore() {}

    /// Explore with one query to the data source; `query` are its fields, texts or lists of texts.
    static String url(String grafana, DataSource source, List<Map.Entry<String, ?>> query, Period period) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeObjectFieldStart("a");
            json.writeStringField("datasource", source.uid());
            json.writeArrayFieldStart("queries");
            json.writeStartObject();
            json.writeStringField("refId", "A");
            json.writeObjectFieldStart("datasource");
            json.writeStringField("type", source.type());
            json.writeStringField("uid", source.uid());
            json.writeEndObject();
            for (Map.Entry<String, ?> field : query) {
                json.writeFieldName(field.getKey());
                if (field.getValue() instanceof Iterable<?> list) {
                    json.writeStartArray();
                    for (Object item : list) {
                        json.writeString(item.toString());
                    }
                    json.writeEndArray();
                } else {
                    json.writeString(field.getValue().toString());
                }
            }
            json.writeEndObject();
            json.writeEndArray();
            json.writeObjectFieldStart("range");
            json.writeStringField("from", String.valueOf(period.fromMillis()));
            json.writeStringField("to", String.valueOf(period.toMillis()));
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return grafana + "/explore?schemaVersion=1&panes=" + WebAddress.escape(out.toString());
    }

    /// A data source by Grafana's name of its kind and its uid.
    record DataSource(String type, String uid) {}
}
