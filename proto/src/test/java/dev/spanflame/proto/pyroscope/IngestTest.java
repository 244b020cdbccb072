package dev.spanflame.proto.pyroscope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.model.profile.ProfileSymbols.FunctionColumn;
import dev.spanflame.model.profile.SampleType;
import dev.spanflame.proto.google.v1.Function;
import dev.spanflame.proto.google.v1.Line;
import dev.spanflame.proto.google.v1.Location;
import dev.spanflame.proto.google.v1.Profile;
import dev.spanflame.proto.inflate.InflateBudget;
import dev.spanflame.proto.inflate.InflateLimits;
import dev.spanflame.proto.jfr.JfrWriter;
import dev.spanflame.proto.jfr.Stacks;
import dev.spanflame.proto.jfr.labels.Context;
import dev.spanflame.proto.jfr.labels.LabelsSnapshot;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IngestTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long NOW = 1_700_000_000L * SECOND;
    private static final String QUERY = "name=shop.cart%7Bregion%3Deu%2C%20otel.scope.name%3Dx%7D&from=1600000000"
            + "&until=1600000010&spyName=gospy&sampleRate=100&units=samples&aggregationType=sum";

    private final UploadDecoder decoder = new UploadDecoder(ProfileLimits.DEFAULT);

    @Test
    void readsAPprofForm() {
        byte[] profile = SmallProfiles.gzip(SmallProfiles.of("alloc_objects", "alloc_space")
                .setTimeNanos(1_600_000_001L * SECOND)
                .setDurationNanos(SECOND)
                .build()
                .toByteArray());
        ProfileBatch batch = only(decode(QUERY, new FormBody().add("profile", profile)));
        assertThatObject(batch.labels())
                .isEqualTo(Labels.of(
                        "__name__", "memory",
                        "service_name", "shop.cart",
                        "region", "eu",
                        "otel.scope.name", "x",
                        "pyroscope_spy", "gospy"));
        assertThat(batch.timeNanos()).isEqualTo(1_600_000_001L * SECOND);
        assertThat(batch.durationNanos()).isEqualTo(SECOND);
    }

    @Test
    void readsBareProfilesAndRecordings() {
        byte[] profile = SmallProfiles.of("cpu").build().toByteArray();
        Upload upload = decode(QUERY + "&format=pprof", "application/octet-stream", profile);
        assertThat(only(upload).labels().value("__name__")).isEqualTo("process_cpu");
        assertThat(only(upload).timeNanos()).isEqualTo(1_600_000_000L * SECOND);
        assertThat(only(upload).durationNanos()).isEqualTo(10 * SECOND);
        Upload jfr = decode(QUERY + "&format=jfr", "", SmallProfiles.gzip(recording()));
        assertThat(only(jfr).labels().value("jfr_event")).isEqualTo("cpu");
    }

    @Test
    void readsAJfrFormWithLabels() {
        byte[] labels = LabelsSnapshot.newBuilder()
                .putStrings(1, "thread_name")
                .putStrings(2, "pool-1")
                .putContexts(4, Context.newBuilder().putLabels(1, 2).build())
                .build()
                .toByteArray();
        String query = QUERY.replace("gospy", "javaspy") + "&format=jfr";
        ProfileBatch batch = only(decode(
                query,
                new FormBody().add("jfr", SmallProfiles.gzip(recording())).add("labels", SmallProfiles.gzip(labels))));
        assertThatObject(batch.labels())
                .isEqualTo(Labels.of(
                        "__name__", "process_cpu",
                        "service_name", "shop.cart",
                        "region", "eu",
                        "otel.scope.name", "x",
                        "pyroscope_spy", "javaspy",
                        "jfr_event", "cpu"));
        assertThat(batch.labelSets()).contains(Labels.of("thread_name", "pool-1"));
        assertThat(batch.samples().value(0, 0)).isEqualTo(10_000_000);
        assertThat(batch.timeNanos()).isEqualTo(1_600_000_000L * SECOND);
        assertThat(batch.durationNanos()).isEqualTo(10 * SECOND);
    }

    @Test
    void readsStacksAsTextWhateverTheyAreCalled() {
        byte[] text = "main;work 3\nmain;idle 1\nmain;work 2\n".getBytes(StandardCharsets.UTF_8);
        for (String format : List.of("", "&format=folded", "&format=anything")) {
            ProfileBatch batch = only(decode("name=shop%7Bpod=%22a,%20b%22%7D&from=1600000000" + format, "", text));
            assertThat(Stacks.sums(batch, 0))
                    .containsExactly(Map.entry("main:0;idle:0", 10_000_000L), Map.entry("main:0;work:0", 50_000_000L));
            assertThat(batch.labels().asMap())
                    .containsEntry("__name__", "process_cpu")
                    .containsEntry("service_name", "shop")
                    .containsEntry("pod", "a, b");
        }
        ProfileBatch heap = only(decode("name=shop.alloc_space", "", text));
        assertThat(Stacks.sums(heap, 0)).containsEntry("main:0;work:0", 5L);
        assertThat(heap.sampleTypes()).containsExactly(new SampleType("alloc_space", "bytes"));
        assertThat(heap.labels().value("service_name")).isEqualTo("shop");
        ProfileBatch lines = only(decode(
                "name=shop.wall&sampleRate=1000&format=lines",
                "",
                "main;work\r\nmain;work\n\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(Stacks.sums(lines, 0)).containsExactly(Map.entry("main:0;work:0", 2_000_000L));
        assertThat(decode("name=shop%7Bprofile_id=7%7D", "", text).batches()).isEmpty();
    }

    @Test
    void aRequestThatIsSentAgainHasTheSameKeyAndAnotherOneHasNot() {
        byte[] text = "main;work 3".getBytes(StandardCharsets.UTF_8);
        Optional<ContentKey> first = key("name=shop&from=1600000000&until=1600000010", text);

        assertThat(first).isPresent();
        assertThat(key("until=1600000010&from=1600000000&name=shop", text)).isEqualTo(first);
        assertThat(key("name=shop&from=1600000010&until=1600000020", text)).isNotEqualTo(first);
        assertThat(key("name=cart&from=1600000000&until=1600000010", text)).isNotEqualTo(first);
        assertThat(key("name=shop", text)).isEmpty();
    }

    private Optional<ContentKey> key(String query, byte[] text) {
        return decode(query, "", text).parts().getFirst().key();
    }

    @Test
    void anEmptyUploadStoresNothing() {
        assertThat(decode(QUERY, new FormBody().add("profile", new byte[0])).batches())
                .isEmpty();
        assertThat(decode(QUERY + "&format=jfr", new FormBody().add("jfr", new byte[0]))
                        .error())
                .isEmpty();
    }

    @Test
    void aServiceNameOfItsOwnMakesTheNameTheApplications() {
        byte[] profile = SmallProfiles.of("wall").build().toByteArray();
        String query = "name=app%7Bservice_name=cart,__hidden__=1,__session_id__=2%7D";
        ProfileBatch batch = only(decode(query, new FormBody().add("profile", profile)));
        assertThatObject(batch.labels())
                .isEqualTo(Labels.of(
                        "__name__", "wall",
                        "service_name", "cart",
                        "app_name", "app",
                        "__session_id__", "2",
                        "pyroscope_spy", "unknown"));
        assertThat(batch.timeNanos()).isEqualTo(NOW);
    }

    @Test
    void namesProfilesByTheirTypes() {
        assertThat(named("wall", "cpu")).isEqualTo("wall");
        assertThat(named("samples", "cpu")).isEqualTo("process_cpu");
        assertThat(named("inuse_objects")).isEqualTo("memory");
        assertThat(named("mutex_count")).isEqualTo("mutex");
        assertThat(named("block_duration")).isEqualTo("block");
        assertThat(named("goroutines")).isEqualTo("goroutines");
        assertThat(named("exceptions")).isEqualTo("exceptions");
        byte[] config = "{\"lock\":{\"units\":\"x\",\"sampled\":true,\"display-name\":\"mutex_lock\",\"y\":[1]}}"
                .getBytes(StandardCharsets.UTF_8);
        byte[] profile = SmallProfiles.of("lock").build().toByteArray();
        Upload upload = decode(QUERY, new FormBody().add("profile", profile).add("sample_type_config", config));
        assertThat(only(upload).labels().value("__name__")).isEqualTo("mutex");
    }

    private String named(String... types) {
        byte[] profile = SmallProfiles.of(types).build().toByteArray();
        return only(decode(QUERY, new FormBody().add("profile", profile)))
                .labels()
                .value("__name__");
    }

    @Test
    void scriptLanguagesNameFunctionsByFile() {
        byte[] profile = SmallProfiles.of("cpu").build().toByteArray();
        assertThat(function(profile, "pyspy")).isEqualTo("app.py main");
        assertThat(function(profile, "rbspy")).isEqualTo("app.py main");
        assertThat(function(profile, "gospy")).isEqualTo("main");
        byte[] absolute =
                SmallProfiles.of("cpu").setStringTable(3, "/app.py").build().toByteArray();
        assertThat(function(absolute, "pyspy")).isEqualTo("main");
        assertThat(function(absolute, "scripting")).isEqualTo("/app.py main");
    }

    private String function(byte[] profile, String spy) {
        ProfileBatch batch = only(decode(QUERY.replace("gospy", spy), new FormBody().add("profile", profile)));
        return batch.symbols().text(batch.symbols().functions().get(FunctionColumn.NAME, 0));
    }

    @Test
    void repairsWhatDotnetSends() {
        Profile.Builder profile = SmallProfiles.of("alloc-size");
        profile.setFunction(0, Function.newBuilder().setName(2));
        profile.setLocation(
                0, Location.newBuilder().setId(1).addLine(Line.newBuilder().setLine(3)));
        byte[] bytes = profile.build().toByteArray();
        ProfileBatch batch = only(decode(QUERY.replace("gospy", "dotnetspy"), new FormBody().add("profile", bytes)));
        assertThat(batch.sampleTypes().getFirst().type()).isEqualTo("alloc_size");
        assertThat(batch.samples().size()).isEqualTo(1);
        refused(ErrorKind.UNPROCESSABLE, "function id is 0", QUERY, new FormBody().add("profile", bytes));
    }

    @Test
    void refusesWhatItCannotUseAndSaysWhat() {
        byte[] profile = SmallProfiles.of("cpu").build().toByteArray();
        FormBody form = new FormBody().add("profile", profile);
        refused(ErrorKind.BAD_REQUEST, "ends in '.cart'", QUERY + "&format=trie", form);
        refused(ErrorKind.UNPROCESSABLE, "in format trie", "name=shop&format=trie", form);
        refused(ErrorKind.UNPROCESSABLE, "no part 'profile'", QUERY, new FormBody().add("other", profile));
        refused(ErrorKind.UNPROCESSABLE, "no part 'jfr'", QUERY + "&format=jfr", new FormBody().add("x", profile));
        refused(
                ErrorKind.UNPROCESSABLE,
                "update the agent",
                QUERY,
                new FormBody().add("profile", profile).add("prev_profile", profile));
        refused(ErrorKind.UNPROCESSABLE, "not a valid pprof", QUERY, new FormBody().add("profile", new byte[] {1}));
        refused(
                ErrorKind.UNPROCESSABLE,
                "not a valid JFR",
                QUERY + "&format=jfr",
                new FormBody().add("jfr", new byte[] {1}));
        refused(
                ErrorKind.UNPROCESSABLE,
                "snapshot of labels",
                QUERY + "&format=jfr",
                new FormBody().add("jfr", recording()).add("labels", new byte[] {1}));
        refused(
                ErrorKind.UNPROCESSABLE,
                "sample_type_config",
                QUERY,
                new FormBody().add("profile", profile).add("sample_type_config", new byte[] {'['}));
        refused(ErrorKind.BAD_REQUEST, "name of the application is empty", "from=1", form);
        refused(ErrorKind.BAD_REQUEST, "U+0020", "name=a%7Bb%20c=1%7D", form);
        refused(ErrorKind.BAD_REQUEST, "expected '}'", "name=a%7Bb=1", form);
        refused(ErrorKind.BAD_REQUEST, "expected key=value", "name=a%7Bb%7D", form);
        refused(ErrorKind.BAD_REQUEST, "time 'yesterday'", "name=a&from=yesterday", form);
        assertThatThrownBy(() -> decode("name=shop", "text/plain", "main".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("line 1 ends in 'main'");
    }

    @Test
    void everyCutOrDamagedFormGetsAClearAnswer() {
        byte[] profile = SmallProfiles.of("cpu").build().toByteArray();
        byte[] body =
                new FormBody().add("profile", profile).add("x", new byte[0]).toByteArray();
        for (int length = 0; length < body.length - 3; length++) {
            byte[] cut = java.util.Arrays.copyOf(body, length);
            assertThatThrownBy(() -> decode(QUERY, FormBody.contentType(), cut))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("multipart/form-data");
        }
        for (int seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            byte[] damaged = body.clone();
            damaged[random.nextInt(body.length)] = (byte) random.nextInt();
            try {
                decode(QUERY, FormBody.contentType(), damaged);
            } catch (BackendException e) {
                assertThat(e.kind()).isIn(ErrorKind.BAD_REQUEST, ErrorKind.UNPROCESSABLE);
            }
        }
        assertThatThrownBy(() -> decode(QUERY, "multipart/form-data", body)).hasMessageContaining("boundary");
    }

    @Test
    void contentMayHoldWhatLooksLikeABoundary() {
        byte[] tricky = ("a\r\n--x\r\n" + FormBody.contentType().substring(30) + "\r\n--")
                .getBytes(StandardCharsets.ISO_8859_1);
        Multipart form = Multipart.parse(
                FormBody.contentType(),
                new FormBody().add("one", tricky).add("two", new byte[0]).toByteArray());
        assertThat(form.part("one")).contains(tricky);
        assertThat(form.part("two").orElseThrow()).isEmpty();
        assertThat(form.part("three")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1600000000, 1600000000000000000",
        "1600000000123, 1600000000123000000",
        "1600000000123456, 1600000000123456000",
        "1600000000123456789, 1600000000123456789",
        "20200913, 1599955200000000000",
        "99999999, 99999999000000000",
        "now, 1700000000000000000",
        "'', 1700000000000000000",
        "now-1h, 1699996400000000000",
        "now-1h30m, 1699994600000000000",
        "now+5m, 1700000300000000000",
        "now-2M, 1694816000000000000",
    })
    void readsTimesAsTheHttpApiWritesThem(String text, long nanos) {
        assertThat(AtTime.parse(text, NOW)).isEqualTo(nanos);
    }

    @ParameterizedTest
    @CsvSource({"now-", "now-1", "now-1x", "now*2", "12a", "99999999999999999999", "now-999999999999y"})
    void refusesOtherTimes(String text) {
        assertThatThrownBy(() -> AtTime.parse(text, NOW)).isInstanceOf(BackendException.class);
    }

    private void refused(ErrorKind kind, String message, String query, FormBody form) {
        assertThatThrownBy(() -> decode(query, form))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(message);
    }

    private Upload decode(String query, FormBody form) {
        return decode(query, FormBody.contentType(), form.toByteArray());
    }

    private Upload decode(String query, String contentType, byte[] body) {
        InflateBudget budget = InflateBudget.alone(InflateLimits.ofBytes(20_000_000), 1_000_000);
        return decoder.decode(new ProfileRequest.Ingest(query, contentType, body), NOW, budget);
    }

    private static ProfileBatch only(Upload upload) {
        assertThat(upload.error()).isEmpty();
        assertThat(upload.batches()).hasSize(1);
        return upload.batches().getFirst();
    }

    private static byte[] recording() {
        JfrWriter writer = new JfrWriter()
                .type(
                        "jdk.ExecutionSample",
                        "startTime:long",
                        "sampledThread:java.lang.Thread:c",
                        "stackTrace:jdk.types.StackTrace:c",
                        "state:jdk.types.ThreadState:c",
                        "contextId:long")
                .mode("cpu");
        writer.event("jdk.ExecutionSample", 2_000, 1, writer.stack("a/B.c:1"), 1, 4);
        return writer.toByteArray();
    }
}
