package dev.spanflame.objectstore.s3;

import dev.spanflame.objectstore.RetryPolicy;
import dev.spanflame.objectstore.StoreException;
import dev.spanflame.objectstore.s3.S3Failure.Advice;
import io.minio.Http;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// Sends requests and repeats them where that can help: after a pause for what may pass, at once with new keys where
/// the service refused the old ones and the source of the keys has others by now. Thread-safe.
final class S3Client implements AutoCloseable {
    /// So often may one call find new keys.
    private static final int KEY_CHANGES = 3;

    private final S3Wire wire;
    private final KeySource keySource;
    private final S3Diagnosis diagnosis;
    private final RetryPolicy policy;

    S3Client(S3Wire wire, KeySource keySource, S3Diagnosis diagnosis, RetryPolicy policy) {
        this.wire = wire;
        this.keySource = keySource;
        this.diagnosis = diagnosis;
        this.policy = policy;
    }

    /// Sends until there is an answer to work with: success, or a status that says something about the object
    /// (404, 412, 416; for HEAD, which has no words to judge by, every 4xx).
    ///
    /// @throws StoreException when no attempt brought one
    /// @throws InterruptedIOException when the thread is interrupted
    S3Answer send(S3Request request) throws IOException {
        long start = System.nanoTime();
        SessionKeys keys = keySource.current();
        int keyChanges = 0;
        for (int attempt = 1; ; attempt++) {
            try {
                S3Answer answer = wire.send(request, keys);
                if (isAnswer(answer, request)) {
                    if (answer.succeeded()) {
                        request.check().accept(answer);
                    }
                    return answer;
                }
                S3Failure failure = diagnosis.of(answer, request, keys, keySource.remedy());
                if (failure.advice() == Advice.NEW_KEYS) {
                    keys = newKeys(keys, keyChanges++, failure.exception());
                } else {
                    pauseOrGiveUp(failure, attempt, start);
                    keys = keySource.current();
                }
            } catch (StoreException e) {
                throw e;
            } catch (IOException e) {
                throwIfInterrupted(request);
                pauseOrGiveUp(diagnosis.of(e, request), attempt, start);
                keys = keySource.current();
            }
        }
    }

    /// Sends a request to which only success is an answer.
    S3Answer sendForSuccess(S3Request request) throws IOException {
        return requireSuccess(send(request), request);
    }

    /// The answer, if it is a success.
    S3Answer requireSuccess(S3Answer answer, S3Request request) throws StoreException {
        if (!answer.succeeded()) {
            throw diagnosis.unexpected(answer, request);
        }
        return answer;
    }

    private static boolean isAnswer(S3Answer answer, S3Request request) {
        int status = answer.status();
        if (answer.succeeded()) {
            // Completing a multipart upload may send "200 OK" early and an error behind it.
            return request.method() != Http.Method.POST || answer.error().isEmpty();
        }
        if (request.method() == Http.Method.HEAD) {
            return status >= 400 && status < 500 && status != 429;
        }
        return switch (status) {
            case 404 ->
                answer.error()
                        .map(error -> !error.code().equals("NoSuchBucket"))
                        .orElse(true);
            case 412, 416 -> true;
            default -> false;
        };
    }

    private SessionKeys newKeys(SessionKeys refused, int changes, StoreException failure) throws StoreException {
        SessionKeys next = keySource.refreshed();
        if (next.equals(refused) || changes >= KEY_CHANGES) {
            throw failure;
        }
        return next;
    }

    private void pauseOrGiveUp(S3Failure failure, int attempt, long start) throws IOException {
        if (failure.advice() == Advice.GIVE_UP || attempt >= policy.attempts()) {
            throw failure.exception();
        }
        Duration own =
                policy.delayBefore(attempt + 1, ThreadLocalRandom.current().nextDouble());
        Duration pause = own.compareTo(failure.pause()) > 0 ? own : failure.pause();
        Duration spent = Duration.ofNanos(System.nanoTime() - start);
        if (spent.plus(pause).compareTo(policy.total()) > 0) {
            throw failure.exception();
        }
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted between two attempts");
            interrupted.addSuppressed(failure.exception());
            throw interrupted;
        }
    }

    private static void throwIfInterrupted(S3Request request) throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted in " + request.describe());
        }
    }

    @Override
    public void close() {
        wire.close();
    }
}
