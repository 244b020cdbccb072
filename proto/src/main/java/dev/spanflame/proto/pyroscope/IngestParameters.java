package dev.spanflame.proto.pyroscope;

import dev.spanflame.proto.edge.QueryParameters;
import java.util.Locale;

/// What the URL of a request to `/ingest` says; `hasTime` where it says when the profile was taken.
/// Times are nanoseconds since the epoch; a sample rate that is none counts as the usual 100 a second.
record IngestParameters(
        AppName name, boolean hasTime, long fromNanos, long untilNanos, int sampleRate, String spyName, Format format) {
    /// Formats of profiles.
    enum Format {
        JFR,
        PPROF,
        SPEEDSCOPE,
        TRIE,
        TREE,
        /// Folded stacks without numbers.
        LINES,
        /// Folded stacks with numbers: what a request without any format brings.
        GROUPS
    }

    /// Nanoseconds of the first instant that a profile can have been taken at.
    static final long YEAR_1971 = 365L * 86_400 * 1_000_000_000;

    private static final int DEFAULT_SAMPLE_RATE = 100;
    private static final int MAX_SAMPLE_RATE = 1_000_000_000;

    /// Reads the parameters; throws [BackendException] of kind BAD_REQUEST.
    ///
    /// A time before 1971 is what an agent without a clock sends, such as `from=0`: it counts as not
    /// given.
    static IngestParameters parse(ProfileRequest.Ingest request, long nowNanos) {
        QueryParameters query = QueryParameters.parse(request.query());
        long from = AtTime.parse(query.firstOr("from", ""), nowNanos);
        long until = AtTime.parse(query.firstOr("until", ""), nowNanos);
        return new IngestParameters(
                AppName.parse(query.firstOr("name", "")),
                !query.firstOr("from", "").isEmpty() && from >= YEAR_1971,
                from < YEAR_1971 ? nowNanos : from,
                until < YEAR_1971 ? nowNanos : until,
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
            case "speedscope" -> Format.SPEEDSCOPE;
            case "trie" -> Format.TRIE;
            case "tree" -> Format.TREE;
            case "lines" -> Format.LINES;
            case "folded", "collapsed", "groups" -> Format.GROUPS;
            default -> byContentType(contentType);
        };
    }

    private static Format byContentType(String contentType) {
        if (Multipart.isMultipart(contentType)) {
            return Format.PPROF;
        }
        return switch (contentType.toLowerCase(Locale.ROOT).strip()) {
            case "binary/octet-stream+trie" -> Format.TRIE;
            case "binary/octet-stream+tree" -> Format.TREE;
            default -> Format.GROUPS;
        };
    }
}
