package dev.spanflame.objectstore.s3;

import dev.spanflame.objectstore.StoreException;
import dev.spanflame.objectstore.StoreException.Trouble;
import dev.spanflame.objectstore.s3.S3Failure.Advice;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// Finds the cause of a failed attempt, and says it with its remedy.
///
/// Codes are those of the S3 API reference ("Error responses"), and those that MinIO, Ceph and others add.
final class S3Diagnosis {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final String place;
    private final String bucket;
    private final String region;
    private final InstantSource clock;

    /// @param place bucket and endpoint in words
    S3Diagnosis(String place, String bucket, String region, InstantSource clock) {
        this.place = place;
        this.bucket = bucket;
        this.region = region;
        this.clock = clock;
    }

    /// Of an attempt without an answer.
    S3Failure of(IOException e, S3Request request) {
        String start = start(request);
        return switch (e) {
            case DamagedAnswerException _ ->
                new S3Failure(
                        new StoreException(
                                Trouble.DAMAGED,
                                start + e.getMessage() + "; a proxy or the network between may be at fault",
                                e),
                        Advice.RETRY);
            case UnknownHostException _ ->
                unreachable(start + "the host is unknown; check the endpoint and the name service", e);
            case SSLException _ ->
                unreachable(
                        start + "TLS fails: " + e.getMessage() + "; check the endpoint's scheme and certificate", e);
            default -> unreachable(start + e + "; check that the endpoint is right and the service runs", e);
        };
    }

    private static S3Failure unreachable(String message, IOException e) {
        return new S3Failure(new StoreException(Trouble.UNREACHABLE, message, e), Advice.RETRY);
    }

    /// Of an answer that is a failure.
    S3Failure of(S3Answer answer, S3Request request, SessionKeys keys, String keyRemedy) {
        String code = answer.error().map(S3Error::code).orElse("");
        String said = said(answer);
        String start = start(request);
        return switch (code) {
            case "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired" -> expired(start, said, keyRemedy);
            case "InvalidToken", "InvalidTokenId", "InvalidClientTokenId" ->
                keys.token().isPresent() ? expired(start, said, keyRemedy) : denied(start, said, keyRemedy);
            case "RequestTimeTooSkewed", "RequestInTheFuture" -> skewed(start, answer, said);
            case "NoSuchBucket", "InvalidBucketName" ->
                giveUp(
                        Trouble.NO_BUCKET,
                        start + "bucket '" + bucket + "' does not exist " + said
                                + "; create it or correct the setting");
            default -> byCode(code, answer, start, said).orElseGet(() -> byStatus(answer, start, said, keyRemedy));
        };
    }

    private Optional<S3Failure> byCode(String code, S3Answer answer, String start, String said) {
        return switch (code) {
            case "QuotaExceeded", "XMinioAdminBucketQuotaExceeded", "XMinioStorageFull", "InsufficientCapacity" ->
                Optional.of(full(start, said));
            case "BadDigest",
                    "XAmzContentSHA256Mismatch",
                    "InvalidDigest",
                    "IncompleteBody",
                    "XAmzContentChecksumMismatch" ->
                Optional.of(new S3Failure(
                        new StoreException(Trouble.DAMAGED, start + "the body changed on its way " + said),
                        Advice.RETRY));
            case "RequestTimeout",
                    "SlowDown",
                    "SlowDownRead",
                    "SlowDownWrite",
                    "Throttling",
                    "ThrottlingException",
                    "RequestLimitExceeded",
                    "InternalError",
                    "ServiceUnavailable",
                    "OperationAborted",
                    "ConditionalRequestConflict" -> Optional.of(busy(start, answer, said));
            case "AuthorizationHeaderMalformed", "PermanentRedirect", "TemporaryRedirect", "Redirect" ->
                Optional.of(elsewhere(start, answer, said));
            default -> Optional.empty();
        };
    }

    /// Of a status that no service sends to such a request.
    StoreException unexpected(S3Answer answer, S3Request request) {
        return new StoreException(Trouble.REFUSED, start(request) + "the service refuses the request " + said(answer));
    }

    private S3Failure byStatus(S3Answer answer, String start, String said, String keyRemedy) {
        int status = answer.status();
        return switch (status) {
            case 401, 403 -> denied(start, said, keyRemedy);
            case 408, 409, 425, 429, 499, 500, 502, 503, 504, 520 -> busy(start, answer, said);
            case 301, 302, 303, 307, 308 -> elsewhere(start, answer, said);
            case 501, 405 ->
                giveUp(
                        Trouble.REFUSED,
                        start + "the service does not know this operation " + said
                                + "; use one that does, or a newer version");
            case 507 -> full(start, said);
            default -> {
                if (status < 300) {
                    yield new S3Failure(
                            new StoreException(Trouble.UNREACHABLE, start + "an error came as success " + said),
                            Advice.RETRY);
                }
                yield giveUp(Trouble.REFUSED, start + "the service refuses the request " + said);
            }
        };
    }

    private static S3Failure giveUp(Trouble trouble, String message) {
        return new S3Failure(new StoreException(trouble, message), Advice.GIVE_UP);
    }

    private static S3Failure full(String start, String said) {
        return giveUp(Trouble.FULL, start + "no space left in the store " + said + "; free some or raise the quota");
    }

    private static S3Failure expired(String start, String said, String remedy) {
        return new S3Failure(
                new StoreException(
                        Trouble.EXPIRED_TOKEN, start + "the session token has expired " + said + "; " + remedy),
                Advice.NEW_KEYS);
    }

    private static S3Failure denied(String start, String said, String remedy) {
        return new S3Failure(
                new StoreException(
                        Trouble.DENIED,
                        start + "the keys are wrong or may not do this " + said + "; grant the permission, or "
                                + remedy),
                Advice.NEW_KEYS);
    }

    private S3Failure skewed(String start, S3Answer answer, String said) {
        Optional<Instant> theirs = answer.time("Date");
        String difference = theirs.map(time -> {
                    Duration ours = Duration.between(time, clock.instant());
                    return "our clock is " + ours.abs().toSeconds() + " s "
                            + (ours.isNegative() ? "behind" : "ahead of") + " the service's ";
                })
                .orElse("our clock and the service's differ too much ");
        return giveUp(Trouble.CLOCK_SKEW, start + difference + said + "; set the clock of this machine (NTP)");
    }

    private S3Failure elsewhere(String start, S3Answer answer, String said) {
        String where = answer.header("x-amz-bucket-region")
                .map(right -> "the bucket is in region " + right + ", the setting says " + region)
                .or(() -> answer.header("Location")
                        .map(target -> "the service points to " + host(target) + ", which is not followed"))
                .orElse("the bucket is not at this endpoint or not in region " + region);
        return giveUp(Trouble.REFUSED, start + where + " " + said + "; correct endpoint and region");
    }

    /// The host of a redirect's target; the rest may hold a signature.
    private static String host(String location) {
        int start = location.indexOf("://");
        int end = start < 0 ? -1 : location.indexOf('/', start + 3);
        return start < 0 ? "another address" : location.substring(0, end < 0 ? location.length() : end);
    }

    private S3Failure busy(String start, S3Answer answer, String said) {
        return new S3Failure(
                new StoreException(
                        Trouble.UNREACHABLE,
                        start + "the service is overloaded or failing " + said + "; it was retried"),
                Advice.RETRY,
                pause(answer));
    }

    private static Duration pause(S3Answer answer) {
        String seconds = answer.header("Retry-After").orElse("");
        if (seconds.isEmpty() || seconds.length() > 4 || !seconds.chars().allMatch(Character::isDigit)) {
            return Duration.ZERO;
        }
        Duration asked = Duration.ofSeconds(Integer.parseInt(seconds));
        return asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
    }

    private String start(S3Request request) {
        return request.describe() + " at " + place + ": ";
    }

    /// Status, code and words of the service, cut to a line.
    private static String said(S3Answer answer) {
        String words = answer.error()
                .map(error -> " " + error.code() + (error.message().isEmpty() ? "" : ": " + error.message()))
                .orElse("")
                .replaceAll("\\s+", " ");
        return "(" + answer.status() + (words.length() > 300 ? words.substring(0, 300) + "..." : words) + ")";
    }
}
