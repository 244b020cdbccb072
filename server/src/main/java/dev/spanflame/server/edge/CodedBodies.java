package dev.spanflame.server.edge;

import dev.spanflame.proto.inflate.BoundedInflater;
import dev.spanflame.proto.inflate.ContentCoding;
import dev.spanflame.proto.inflate.InFlightBudget;
import dev.spanflame.proto.inflate.InflateBudget;
import dev.spanflame.proto.inflate.InflateLimits;
import java.util.ArrayList;
import java.util.List;

/// A [BodyInflater] for gzip, zstd and deflate, bounded in size, in ratio and by the memory of all requests.
public final class CodedBodies implements BodyInflater {
    private final InFlightBudget budget;

    /// Takes memory from `budget` while it inflates; afterwards the request's own reservation holds it.
    public CodedBodies(InFlightBudget budget) {
        this.budget = budget;
    }

    @Override
    public List<String> codings() {
        List<String> names = new ArrayList<>();
        for (ContentCoding coding : ContentCoding.values()) {
            if (coding != ContentCoding.IDENTITY) {
                names.add(coding.label());
            }
        }
        return names;
    }

    @Override
    public void check(String coding) {
        ContentCoding.parse(coding);
    }

    @Override
    public byte[] content(String coding, byte[] body, int maxBytes, Reservation memory) {
        List<ContentCoding> codings = ContentCoding.parse(coding);
        if (codings.isEmpty()) {
            if (body.length > maxBytes) {
                throw BodyInflater.tooLarge(maxBytes);
            }
            return body;
        }
        try (InFlightBudget.Reservation inflating = budget.open()) {
            InflateBudget limit = new InflateBudget(InflateLimits.ofBytes(maxBytes), body.length, inflating);
            byte[] content = BoundedInflater.inflate(codings, body, limit);
            inflating.close();
            memory.grow(content.length);
            return content;
        }
    }
}
