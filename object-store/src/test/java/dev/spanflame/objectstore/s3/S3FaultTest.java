package dev.spanflame.objectstore.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.objectstore.ListRequest;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.ObjectStore.PutResult;
import dev.spanflame.objectstore.ObjectStoreConfig;
import dev.spanflame.objectstore.Payload;
import dev.spanflame.objectstore.RetryPolicy;
import dev.spanflame.objectstore.S3Access;
import dev.spanflame.objectstore.S3Access.Addressing;
import dev.spanflame.objectstore.S3Keys;
import dev.spanflame.objectstore.StoreException;
import dev.spanflame.objectstore.StoreException.Trouble;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.memory.MemoryObjectStore;
import dev.spanflame.objectstore.server.FaultProxy;
import dev.spanflame.objectstore.server.FaultProxy.Fault;
import dev.spanflame.objectstore.server.FaultProxy.Fault.Answer;
import dev.spanflame.objectstore.server.S3Server;
import dev.spanflame.objectstore.server.S3Servers;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the S3 store makes of a service, a network and credentials that fail; a real server stands behind the proxy.
class S3FaultTest {
    private static final String BUCKET = "faults";
    private static final RetryPolicy QUICK = quick(Duration.ofSeconds(20));

    private static @Nullable S3Server server;
    private static @Nullable FaultProxy proxy;

    @TempDir
    Path temporary = Path.of("target");

    private ObjectStore store = new MemoryObjectStore(new RealDisk(), InstantSource.system());
    private int before;

    @BeforeAll
    static void start() {
        server = S3Servers.s3Proxy();
        server.createBucket(BUCKET);
        proxy = new FaultProxy(server.endpoint());
    }

    @AfterAll
    static void stop() {
        proxy().close();
        server().close();
    }

    private static RetryPolicy quick(Duration silence) {
        return new RetryPolicy(
                4,
                Duration.ofMillis(5),
                Duration.ofMillis(20),
                Duration.ofSeconds(30),
                silence,
                Duration.ofSeconds(40));
    }

    private static S3Server server() {
        return Objects.requireNonNull(server);
    }

    private static FaultProxy proxy() {
        return Objects.requireNonNull(proxy);
    }

    @BeforeEach
    void open() throws IOException {
        proxy().first();
        store = open(proxy().endpoint(), BUCKET, server().keys());
        put("k", "0123456789");
        before = proxy().seen().size();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static ObjectStore open(URI endpoint, String bucket, S3Keys keys) throws StoreException {
        return open(endpoint, bucket, keys, QUICK);
    }

    private static ObjectStore open(URI endpoint, String bucket, S3Keys keys, RetryPolicy policy)
            throws StoreException {
        S3Access access =
                new S3Access(Optional.of(endpoint), Optional.of(S3Server.REGION), Addressing.PATH, keys, policy);
        return S3ObjectStore.open(
                new ObjectStoreConfig.S3(bucket, "p", access), new RealDisk(), InstantSource.system());
    }

    private void put(String key, String content) throws IOException {
        store.put(key, Payload.of(content.getBytes(UTF_8)));
    }

    private String get(String key) throws IOException {
        return new String(store.get(key), UTF_8);
    }

    private int requests() {
        return proxy().seen().size() - before;
    }

    private static StoreException troubled(Trouble trouble, ThrowingCallable call) {
        StoreException[] caught = new StoreException[1];
        assertThatThrownBy(call).isInstanceOfSatisfying(StoreException.class, e -> caught[0] = e);
        assertThat(caught[0].trouble()).as(caught[0].getMessage()).isEqualTo(trouble);
        return caught[0];
    }

    @Test
    void anOverloadedServiceIsAskedAgain() throws IOException {
        proxy().first(Answer.error(503, "SlowDown"), new Answer(429, Map.of(), ""), Answer.error(500, "InternalError"));
        assertThat(get("k")).isEqualTo("0123456789");
        assertThat(requests()).isEqualTo(4);
        assertThat(store.health().trouble()).isEmpty();
    }

    @Test
    void retriesEndAndTheTroubleIsShownUntilItIsOver() throws IOException {
        proxy().script(_ -> Answer.error(503, "SlowDown"));
        StoreException e = troubled(Trouble.UNREACHABLE, () -> store.get("k"));
        assertThat(e).hasMessageContaining("SlowDown").hasMessageContaining(BUCKET);
        assertThat(requests()).isEqualTo(QUICK.attempts());
        assertThat(store.health().trouble()).contains(Trouble.UNREACHABLE);
        Instant since = store.health().since();
        troubled(Trouble.UNREACHABLE, () -> store.get("k"));
        assertThat(store.health().since()).isEqualTo(since);
        proxy().first();
        assertThat(get("k")).isEqualTo("0123456789");
        assertThat(store.health().trouble()).isEmpty();
    }

    @Test
    void aResetInTheBodyIsMadeGood() throws IOException {
        proxy().first(new Fault.CutBody(4, true), new Fault.Reset());
        assertThat(get("k")).isEqualTo("0123456789");
        assertThat(requests()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void aShortBodyIsNeverTakenForTheObject() throws IOException {
        proxy().first(new Fault.CutBody(4, false), new Fault.CutBody(0, false));
        assertThat(get("k")).isEqualTo("0123456789");
        proxy().script(_ -> new Fault.CutBody(4, false));
        assertThat(troubled(Trouble.DAMAGED, () -> store.get("k"))).hasMessageContaining("10 bytes");
        troubled(Trouble.DAMAGED, () -> store.range("k", 2, 5));
        troubled(Trouble.DAMAGED, () -> store.list(ListRequest.objects("")));
    }

    @Test
    void anotherRangeThanTheOneAskedForIsRefused() throws IOException {
        Answer shifted = new Answer(206, Map.of("Content-Range", "bytes 0-3/10"), "0123");
        Answer shorter = new Answer(206, Map.of("Content-Range", "bytes 2-3/10"), "23");
        proxy().first(shifted, shorter);
        assertThat(new String(store.range("k", 2, 4), UTF_8)).isEqualTo("2345");
        proxy().script(_ -> shorter);
        assertThat(troubled(Trouble.DAMAGED, () -> store.range("k", 2, 4))).hasMessageContaining("bytes=2-5");
    }

    @Test
    void aServiceWithoutRangesSendsTheWholeObject() throws IOException {
        proxy().script(_ -> new Answer(200, Map.of(), "0123456789"));
        assertThat(new String(store.range("k", 2, 4), UTF_8)).isEqualTo("2345");
        assertThat(store.range("k", 20, 4)).isEmpty();
    }

    @Test
    void aConditionalPutWhoseAnswerWasLostFindsItsOwnBytes() throws IOException {
        proxy().first(new Fault.LoseAnswer());
        assertThat(store.putIfAbsent("once", "mine".getBytes(UTF_8))).isEqualTo(PutResult.EXISTS);
        assertThat(get("once")).isEqualTo("mine");
        store.delete("once");
        proxy().first(new Fault.Reset());
        assertThat(store.putIfAbsent("once", "mine".getBytes(UTF_8))).isEqualTo(PutResult.CREATED);
        store.delete("once");
    }

    @Test
    void aConflictOfConditionalPutsIsAskedAgain() throws IOException {
        proxy().first(Answer.error(409, "ConditionalRequestConflict"));
        assertThat(store.putIfAbsent("k", new byte[1])).isEqualTo(PutResult.EXISTS);
        proxy().first(Answer.error(409, "ConditionalRequestConflict"));
        assertThat(store.putIfAbsent("fresh", new byte[1])).isEqualTo(PutResult.CREATED);
        store.delete("fresh");
    }

    @Test
    void aPutWhoseAnswerWasLostIsDone() throws IOException {
        proxy().first(new Fault.LoseAnswer(), new Fault.LoseAnswer());
        put("k", "new");
        assertThat(get("k")).isEqualTo("new");
    }

    @Test
    void anUploadInPartsSurvivesFaultsAtEveryRequest() throws IOException {
        byte[] big = new byte[S3Upload.PART_BYTES + 77];
        new Random(1).nextBytes(big);
        Path file = Files.write(temporary.resolve("big"), big);
        store.put("big", Payload.of(file));
        int whole = requests();
        assertThat(whole).as("create, two parts, complete").isEqualTo(4);
        for (int hit = 0; hit < whole; hit++) {
            Fault[] faults = new Fault[hit + 1];
            Arrays.fill(faults, new Fault.Pass());
            faults[hit] = new Fault.LoseAnswer();
            store.delete("big");
            proxy().first(faults);
            store.put("big", Payload.of(file));
            proxy().first();
            assertThat(store.get("big")).as("answer " + hit + " lost").isEqualTo(big);
        }
    }

    @Test
    void anErrorInsideASuccessIsNoSuccess() throws IOException {
        byte[] big = new byte[S3Upload.PART_BYTES + 1];
        int complete = 4;
        int[] posts = {0};
        proxy().script(request -> {
            boolean hit = request.method().equals("POST") && request.target().contains("uploadId=") && posts[0]++ == 0;
            return hit ? Answer.error(200, "InternalError") : new Fault.Pass();
        });
        store.put("big", Payload.of(big));
        assertThat(requests()).isEqualTo(complete + 1);
        assertThat(store.head("big").orElseThrow().size()).isEqualTo(big.length);
    }

    @Test
    void partsOfAFailedUploadAreRemoved() {
        proxy().script(request ->
                request.target().contains("partNumber=2") ? Answer.error(403, "AccessDenied") : new Fault.Pass());
        troubled(Trouble.DENIED, () -> store.put("big", Payload.of(new byte[S3Upload.PART_BYTES + 1])));
        FaultProxy.Request last = proxy().seen().getLast();
        assertThat(last.method()).isEqualTo("DELETE");
        assertThat(last.target()).contains("uploadId=");
    }

    @Test
    void aRedirectToAnotherHostIsNotFollowed() {
        try (FaultProxy elsewhere = new FaultProxy(server().endpoint())) {
            for (int status : new int[] {301, 302, 307, 308}) {
                proxy().script(_ ->
                        new Answer(status, Map.of("Location", elsewhere.endpoint() + "/faults/p/k?secret=1"), ""));
                StoreException e = troubled(Trouble.REFUSED, () -> store.get("k"));
                assertThat(e)
                        .hasMessageContaining(elsewhere.endpoint().toString())
                        .hasMessageNotContaining("secret");
            }
            troubled(Trouble.REFUSED, () -> store.put("k", Payload.of(new byte[3])));
            assertThat(elsewhere.seen()).isEmpty();
            assertThat(requests()).as("one attempt each").isEqualTo(5);
        }
    }

    @Test
    void aBucketInAnotherRegionIsNamed() {
        proxy().script(_ -> new Answer(301, Map.of("x-amz-bucket-region", "ap-south-1"), ""));
        assertThat(troubled(Trouble.REFUSED, () -> store.get("k")))
                .hasMessageContaining("ap-south-1")
                .hasMessageContaining(S3Server.REGION);
    }

    @Test
    void anExpiredTokenIsNamedAtOnce() throws IOException {
        proxy().script(_ -> Answer.error(400, "ExpiredToken"));
        StoreException e = troubled(Trouble.EXPIRED_TOKEN, () -> store.get("k"));
        assertThat(e).hasMessageContaining("expired").hasMessageContaining("change the configured keys");
        assertThat(requests()).as("waiting does not help").isEqualTo(1);
        assertThat(store.health().trouble()).contains(Trouble.EXPIRED_TOKEN);
        assertThat(store.health().message()).contains("expired");
        for (ThrowingCallable call : new ThrowingCallable[] {
            () -> put("k", "x"),
            () -> store.putIfAbsent("k", new byte[1]),
            () -> store.range("k", 0, 1),
            () -> store.list(ListRequest.objects("")),
            () -> store.delete("k")
        }) {
            troubled(Trouble.EXPIRED_TOKEN, call);
        }
        proxy().first();
        assertThat(get("k")).as("nothing was lost").isEqualTo("0123456789");
    }

    @Test
    void aHeadThatIsRefusedWithoutWordsIsAskedForThem() {
        proxy().script(request ->
                request.method().equals("HEAD") ? new Answer(400, Map.of(), "") : Answer.error(400, "ExpiredToken"));
        troubled(Trouble.EXPIRED_TOKEN, () -> store.head("k"));
    }

    @Test
    void newKeysInTheFileAreUsedWithoutARestart() throws IOException {
        Path file = temporary.resolve("credentials");
        writeKeys(file, "old-token");
        proxy().script(request -> request.header("x-amz-security-token").equals("new-token")
                ? new Fault.Pass()
                : Answer.error(403, "ExpiredToken"));
        try (ObjectStore rotating = open(proxy().endpoint(), BUCKET, new S3Keys.SharedFile(file, "spanflame"))) {
            StoreException e = troubled(Trouble.EXPIRED_TOKEN, () -> rotating.get("k"));
            assertThat(e).hasMessageContaining(file.toString()).hasMessageContaining("without a restart");
            int failed = requests();
            writeKeys(file, "new-token");
            assertThat(new String(rotating.get("k"), UTF_8)).isEqualTo("0123456789");
            assertThat(requests() - failed)
                    .as("the old token once at most, then the new one")
                    .isBetween(1, 2);
            assertThat(rotating.health().trouble()).isEmpty();
            assertThat(rotating.health().credentialsExpire()).contains(Instant.parse("2036-01-01T00:00:00Z"));
        }
    }

    private static void writeKeys(Path file, String token) throws IOException {
        Files.writeString(
                file, """
                [default]
                aws_access_key_id = somebody-else

                [spanflame]
                aws_access_key_id = %s
                aws_secret_access_key = %s
                aws_session_token = %s
                x_security_token_expires = 2036-01-01T00:00:00Z
                """.formatted(server().keys().accessKey(), server().keys().secretKey(), token));
    }

    @Test
    void wrongKeysAreDenied() throws IOException {
        for (S3Keys keys : new S3Keys[] {
            new S3Keys.Given(server().keys().accessKey(), "wrong", Optional.empty()),
            new S3Keys.Given("nobody", "wrong", Optional.empty())
        }) {
            try (ObjectStore denied = open(server().endpoint(), BUCKET, keys)) {
                assertThat(troubled(Trouble.DENIED, () -> denied.get("k"))).hasMessageContaining("403");
                troubled(Trouble.DENIED, () -> denied.head("k"));
            }
        }
    }

    @Test
    void aMissingBucketIsNamedByEveryCall() throws IOException {
        try (ObjectStore nowhere = open(server().endpoint(), "no-such-bucket", server().keys())) {
            for (ThrowingCallable call : new ThrowingCallable[] {
                () -> nowhere.get("k"),
                () -> nowhere.head("k"),
                () -> nowhere.range("k", 0, 1),
                () -> nowhere.list(ListRequest.objects("")),
                () -> nowhere.put("k", Payload.of(new byte[1])),
                () -> nowhere.putIfAbsent("k", new byte[1])
            }) {
                assertThat(troubled(Trouble.NO_BUCKET, call)).hasMessageContaining("no-such-bucket");
            }
        }
    }

    @Test
    void aWrongClockIsNamedWithTheDifference() {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plus(Duration.ofMinutes(20)).atZone(ZoneOffset.UTC));
        proxy().script(_ -> new Answer(
                403, Map.of("Date", date), "<Error><Code>RequestTimeTooSkewed</Code><Message>m</Message></Error>"));
        assertThat(troubled(Trouble.CLOCK_SKEW, () -> store.get("k")))
                .message()
                .containsPattern("our clock is (119\\d|120\\d) s behind")
                .contains("NTP");
        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void aFullStoreIsNamed() {
        proxy().first(Answer.error(507, "XMinioStorageFull"), Answer.error(400, "QuotaExceeded"));
        troubled(Trouble.FULL, () -> put("k", "x"));
        troubled(Trouble.FULL, () -> put("k", "x"));
        assertThat(requests()).isEqualTo(2);
    }

    @Test
    void anOperationTheServiceDoesNotKnowIsRefused() {
        proxy().script(_ -> Answer.error(501, "NotImplemented"));
        troubled(Trouble.REFUSED, () -> store.putIfAbsent("k", new byte[1]));
        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void aSilentServiceIsGivenUpAndAskedAgain() throws IOException {
        proxy().first(new Fault.Stall());
        RetryPolicy impatient = quick(Duration.ofMillis(500));
        try (ObjectStore hasty = open(proxy().endpoint(), BUCKET, server().keys(), impatient)) {
            assertThat(new String(hasty.get("k"), UTF_8)).isEqualTo("0123456789");
        }
        assertThat(requests()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void nobodyListeningIsUnreachable() throws IOException {
        URI nobody;
        try (FaultProxy gone = new FaultProxy(server().endpoint())) {
            nobody = gone.endpoint();
        }
        try (ObjectStore unreachable = open(nobody, BUCKET, server().keys())) {
            assertThat(troubled(Trouble.UNREACHABLE, () -> unreachable.get("k")))
                    .hasMessageContaining(nobody.toString());
        }
    }

    @Test
    void anInterruptEndsTheRetries() {
        proxy().script(_ -> new Answer(503, Map.of("Retry-After", "15"), ""));
        Thread caller = Thread.currentThread();
        Thread.ofVirtual().start(() -> {
            while (requests() == 0) {
                Thread.onSpinWait();
            }
            caller.interrupt();
        });
        assertThatThrownBy(() -> store.get("k")).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void secretsAreInNoMessage() {
        proxy().script(_ -> Answer.error(403, "AccessDenied"));
        StoreException e = troubled(Trouble.DENIED, () -> store.get("k"));
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            assertThat(String.valueOf(cause)).doesNotContain(server().keys().secretKey());
        }
        assertThat(server().keys().toString()).doesNotContain(server().keys().secretKey());
        assertThat(store.health().toString()).doesNotContain(server().keys().secretKey());
    }
}
