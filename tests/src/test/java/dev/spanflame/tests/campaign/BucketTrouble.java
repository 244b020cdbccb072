package dev.spanflame.tests.campaign;

import dev.spanflame.objectstore.server.FaultProxy.Fault;
import dev.spanflame.objectstore.server.FaultProxy.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a bucket does to those who use it.
enum BucketTrouble {
    /// Answers take up to two seconds.
    SLOW,

    /// Three of ten requests are answered 500 or 503.
    ERRORS,

    /// Three of ten connections are reset: before the request, in the middle of the answer, or instead of it.
    RESETS,

    /// The keys are no longer good.
    EXPIRED,

    /// Listings do not show what is younger than five seconds.
    LATE_LISTING,

    /// Nobody is there.
    DOWN;

    private static final int IN_TEN = 3;
    private static final Duration LATE = Duration.ofSeconds(5);
    private static final Pattern ENTRY =
            Pattern.compile("<Contents>.*?<LastModified>(.*?)</LastModified>.*?</Contents>", Pattern.DOTALL);

    /// Decides about each request.
    Function<Request, Fault> script(long seed) {
        return request -> {
            SplittableRandom random = new SplittableRandom(seed * 1_000_003 + request.number());
            boolean chosen = random.nextInt(10) < IN_TEN;
            return switch (this) {
                case SLOW -> new Fault.Slow(Duration.ofMillis(random.nextInt(2_000)));
                case ERRORS -> chosen ? error(random) : new Fault.Pass();
                case RESETS -> chosen ? reset(random) : new Fault.Pass();
                case EXPIRED -> Fault.Answer.error(403, "ExpiredToken");
                case LATE_LISTING ->
                    isListing(request) ? new Fault.Rewrite(BucketTrouble::withoutYoung) : new Fault.Pass();
                case DOWN -> new Fault.Reset();
            };
        };
    }

    private static Fault error(SplittableRandom random) {
        return random.nextBoolean()
                ? Fault.Answer.error(500, "InternalError")
                : new Fault.Answer(503, Map.of("Retry-After", "1"), "<Error><Code>SlowDown</Code></Error>");
    }

    private static Fault reset(SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> new Fault.Reset();
            case 1 -> new Fault.CutBody(random.nextInt(200), random.nextBoolean());
            default -> new Fault.LoseAnswer();
        };
    }

    /// Whether a request asks for a listing.
    static boolean isListing(Request request) {
        return request.method().equals("GET") && request.target().contains("list-type=2");
    }

    private static String withoutYoung(String listing) {
        Instant limit = Instant.now().minus(LATE);
        Matcher matcher = ENTRY.matcher(listing);
        return matcher.replaceAll(
                found -> Instant.parse(found.group(1)).isAfter(limit) ? "" : Matcher.quoteReplacement(found.group()));
    }
}
