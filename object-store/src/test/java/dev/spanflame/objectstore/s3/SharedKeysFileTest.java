package dev.spanflame.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.objectstore.S3Keys;
import dev.spanflame.objectstore.StoreException;
import dev.spanflame.objectstore.StoreException.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedKeysFileTest {
    private static final String TWO_PROFILES = """
            # a comment
            [default]
            aws_access_key_id=A
            aws_secret_access_key=S=with=equals

            [profile work]
            ; another comment
            AWS_ACCESS_KEY_ID = B
            aws_secret_access_key = T
            aws_session_token = token
            aws_session_expiration = 2026-03-01T12:00:00+02:00
            region = eu-west-1
            """;

    @TempDir
    Path temporary = Path.of("target");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final InstantSource clock = now::get;

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    private Path file(String content) throws IOException {
        return Files.writeString(temporary.resolve("credentials"), content);
    }

    private static String keys(String access) {
        return "[default]\naws_access_key_id = " + access + "\naws_secret_access_key = S\n";
    }

    @Test
    void readsTheProfileItIsToldTo() throws IOException {
        Path path = file(TWO_PROFILES);
        assertThat(new SharedKeysFile(path, "default", clock).current())
                .isEqualTo(new SessionKeys("A", "S=with=equals", Optional.empty(), Optional.empty()));
        assertThat(new SharedKeysFile(path, "work", clock).current())
                .isEqualTo(new SessionKeys(
                        "B", "T", Optional.of("token"), Optional.of(Instant.parse("2026-03-01T10:00:00Z"))));
    }

    @Test
    void looksAgainAfterASecondOrWhenAsked() throws IOException {
        KeySource source = new SharedKeysFile(file(keys("A")), "default", clock);
        assertThat(source.current().accessKey()).isEqualTo("A");
        file(keys("B"));
        pass(Duration.ofMillis(900));
        assertThat(source.current().accessKey()).isEqualTo("A");
        assertThat(source.refreshed().accessKey()).isEqualTo("B");
        file(keys("C"));
        pass(Duration.ofSeconds(1));
        assertThat(source.current().accessKey()).isEqualTo("C");
    }

    @Test
    void aChangeOfTheSameLengthInTheSameInstantIsSeen() throws IOException {
        Path path = file(keys("A"));
        KeySource source = new SharedKeysFile(path, "default", clock);
        assertThat(source.current().accessKey()).isEqualTo("A");
        FileTime time = Files.getLastModifiedTime(path);
        file(keys("B"));
        Files.setLastModifiedTime(path, time);
        assertThat(source.refreshed().accessKey()).isEqualTo("B");
    }

    @Test
    void keysStayInUseWhileTheFileIsMissingOrHalfWritten() throws IOException {
        Path path = file(keys("A"));
        KeySource source = new SharedKeysFile(path, "default", clock);
        assertThat(source.current().accessKey()).isEqualTo("A");
        file("[default]\naws_access_key_id = B\n");
        assertThat(source.refreshed().accessKey()).isEqualTo("A");
        Files.delete(path);
        assertThat(source.refreshed().accessKey()).isEqualTo("A");
        file(keys("C"));
        assertThat(source.refreshed().accessKey()).isEqualTo("C");
    }

    @Test
    void keysThatWereNeverThereAreNamed() throws IOException {
        Path missing = temporary.resolve("missing");
        KeySource source = new SharedKeysFile(missing, "work", clock);
        assertThatThrownBy(source::current).isInstanceOfSatisfying(StoreException.class, e -> {
            assertThat(e.trouble()).isEqualTo(Trouble.DENIED);
            assertThat(e).hasMessageContaining(missing.toString()).hasMessageContaining("[work]");
        });
        Files.writeString(missing, TWO_PROFILES);
        assertThat(source.refreshed().accessKey()).isEqualTo("B");
        assertThatThrownBy(new SharedKeysFile(missing, "other", clock)::current)
                .hasMessageContaining("no aws_access_key_id")
                .hasMessageContaining("[other]");
    }

    @Test
    void theEnvironmentGoesBeforeTheDefaultFile() throws IOException {
        Path path = file(TWO_PROFILES);
        Map<String, String> environment = Map.of(
                "AWS_ACCESS_KEY_ID", "E",
                "AWS_SECRET_ACCESS_KEY", "F",
                "AWS_SESSION_TOKEN", "t",
                "AWS_CREDENTIAL_EXPIRATION", "2026-02-01T00:00:00Z",
                "AWS_SHARED_CREDENTIALS_FILE", path.toString());
        assertThat(KeySources.open(new S3Keys.Discovered(), environment, clock).current())
                .isEqualTo(new SessionKeys(
                        "E", "F", Optional.of("t"), Optional.of(Instant.parse("2026-02-01T00:00:00Z"))));
        Map<String, String> fileOnly = Map.of("AWS_SHARED_CREDENTIALS_FILE", path.toString(), "AWS_PROFILE", "work");
        assertThat(KeySources.open(new S3Keys.Discovered(), fileOnly, clock)
                        .current()
                        .accessKey())
                .isEqualTo("B");
        Files.createDirectories(temporary.resolve(".aws"));
        Files.writeString(temporary.resolve(".aws/credentials"), keys("H"));
        assertThat(KeySources.open(new S3Keys.Discovered(), Map.of("HOME", temporary.toString()), clock)
                        .current()
                        .accessKey())
                .isEqualTo("H");
    }

    @Test
    void anEnvironmentWithoutKeysIsToldAtOnce() {
        assertThatThrownBy(() -> KeySources.open(new S3Keys.Environment(), Map.of(), clock))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("AWS_ACCESS_KEY_ID");
    }
}
