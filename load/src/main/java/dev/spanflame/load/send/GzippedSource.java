package dev.spanflame.load.send;

import java.util.List;
import java.util.stream.IntStream;

/// Another source, gzipped beforehand as a whole.
public final class GzippedSource implements Source {
    private final Source source;
    private final List<Payload> payloads;

    /// Compresses every payload of `source`, which takes all cores for a while.
    public GzippedSource(Source source) {
        this.source = source;
        this.payloads = IntStream.range(0, source.requests())
                .parallel()
                .mapToObj(source::payload)
                .map(payload -> new Payload(payload.query(), Gzip.compress(payload.body())))
                .toList();
    }

    @Override
    public int requests() {
        return payloads.size();
    }

    @Override
    public int items(int index) {
        return source.items(index);
    }

    @Override
    public Payload payload(int index) {
        return payloads.get(index);
    }
}
