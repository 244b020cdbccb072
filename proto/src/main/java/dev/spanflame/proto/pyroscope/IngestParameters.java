package dev.spanflame.proto.pyroscope;

import dev.spanflame.proto.edge.QueryParameters;
import java.util.Locale;

/// What the URL of a request to `/ingest` says. Times are nanoseconds since the epoch; a sample rate that is none
/// counts as the usual 100 a second.
record IngestParameters(AppName name, long fromNanos, long untilNanos, int sampleRate, String spyName, Format format) {
    /// Formats of profiles. Content types name formats, too, but none that is supported.
    enum Format {
        JFR,
        PPROF
    }

    private static final int DEFAULT_SAMPLE_RATE = 100;
    private static final int MAX_SAMPLE_RATE = 1_000_000_000;

    /// Reads the parameters; throws [BackendException] of kind BAD_REQUEST, or UNPROCESSABLE for a format that is not
    /// supported.
    static IngestParameters parse(ProfileRequest.Ingest request, long nowNanos) {
        QueryParameters query = QueryParameters.parse(request.query());
        return new IngestParameters(
                AppName.parse(query.firstOr("name", "")),
                AtTime.parse(query.firstOr("from", ""), nowNanos),
                AtTime.parse(query.firstOr("until", ""), nowNanos),
                sampleRate(query.firstOr("sampleRate", "")),
                query.firstOr("spyName", "unknown"),
                format(query.firstOr("format", ""), request.contentType()));
    }

    private static int sampleRate(String text) {
        try {
            int rate = Integer.parseInt(text);
            return rate > 0 && rate <= MAX_SAMPLE_RATE ? rate : DEFAULT_SAMPLE_RATE;
        } catch (NumberFormatException _) {
            return DEFAULT_SAMPLE_RATE;
        }
    }

    private static Format format(String name, String contentType) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "jfr" -> Format.JFR;
            case "pprof" -> Format.PPROF;
            case "" -> {
                if (Multipart.isMultipart(contentType)) {
                    yield Format.PPROF;
                }
                throw Unprocessable.because(
                        "unsupported_format",
                        "the request names no format, which means lines of text, and these are not supported yet;"
                                + " send format=pprof or format=jfr");
            }
            default ->
                throw Unprocessable.because(
                        "unsupported_format",
                        "format '" + (name.length() > 40 ? name.substring(0, 40) + "..." : name)
                                + "' is not supported yet; send format=pprof or format=jfr");
        };
    }
}
