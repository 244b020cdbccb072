package dev.spanflame.querier.links;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import dev.spanflame.proto.otlp.json.JsonFactories;
import dev.spanflame.querier.links.Links.Link;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/// Adds links to JSON that this program wrote: the field `_links` of an object has an object for each
/// relation, whose `href` is the address, as in HAL.
final class LinkedJson {
    private LinkedJson() {}

    /// Copies `json` to `out`. Every object whose names of fields from the root down are one of `paths`
    /// gets the next of `links`, in the order in which the objects end.
    static void copy(byte[] json, Set<List<String>> paths, Iterator<List<Link>> links, OutputStream out)
            throws IOException {
        try (JsonParser parser = JsonFactories.TRUSTED.createParser(json);
                JsonGenerator generator = JsonFactories.TRUSTED.createGenerator(out, JsonEncoding.UTF8)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.END_OBJECT && paths.contains(path(parser)) && links.hasNext()) {
                    write(links.next(), generator);
                }
                generator.copyCurrentEvent(parser);
            }
        }
    }

    private static List<String> path(JsonParser parser) {
        List<String> names = new ArrayList<>();
        for (JsonStreamContext at = parser.getParsingContext(); at != null; at = at.getParent()) {
            if (at.inObject() && at.getCurrentName() != null) {
                names.add(at.getCurrentName());
            }
        }
        return names.reversed();
    }

    /// The field `_links` of the object that is being written.
    static void write(List<Link> links, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("_links");
        for (Link link : links) {
            json.writeObjectFieldStart(link.relation());
            json.writeStringField("href", link.href());
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
