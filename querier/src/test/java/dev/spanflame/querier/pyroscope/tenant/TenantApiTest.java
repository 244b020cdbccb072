package dev.spanflame.querier.pyroscope.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.block.profile.Collapsed;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Tenant;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.memory.MemoryObjectStore;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.QueryParameters;
import dev.spanflame.proto.edge.RpcMethod;
import dev.spanflame.proto.pprof.PprofEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The calls as Connect with JSON, over a store in memory.
final class TenantApiTest {
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    private final ObjectStore store = new MemoryObjectStore(new RealDisk(), InstantSource.system());
    private long now = 1_700_000_000_000L;
    private final TenantApi api = new TenantApi(store, () -> Instant.ofEpochMilli(now++), new Random(1), "1.2.3");

    private String call(String method, String json) {
        return call(Tenant.ANONYMOUS, method, json);
    }

    private String call(Tenant tenant, String method, String json) {
        RpcMethod rpc = api.methods().stream()
                .filter(each -> each.path().endsWith(method))
                .findFirst()
                .orElseThrow();
        RpcMethod.JsonForm form = rpc.json().orElseThrow();
        List<byte[]> replies = new ArrayList<>();
        try {
            byte[] request = form.requestFromJson(json.getBytes(StandardCharsets.UTF_8));
            rpc.handler().call(Caller.local(tenant), request, replies::add);
        } catch (BackendException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return new String(form.replyToJson(replies.getFirst()), StandardCharsets.UTF_8);
    }

    @Test
    void keepsSettingsOfATenant() {
        String name = "{\"name\":\"pluginSettings/ü\"";
        assertThat(call("SettingsService/Get", "{}")).isEqualTo("{}");
        String set = call("SettingsService/Set", "{\"setting\":" + name + ",\"value\":\"{}\",\"modifiedAt\":\"5\"}}");
        assertThat(set)
                .isEqualTo("{\"setting\":{\"name\":\"pluginSettings/ü\",\"value\":\"{}\",\"modifiedAt\":\"5\"}}");
        assertThat(call("SettingsService/Get", "{}")).contains("\"pluginSettings/ü\"");
        assertThat(call(new Tenant("other"), "SettingsService/Get", "{}")).isEqualTo("{}");
        assertThatThrownBy(() ->
                        call("SettingsService/Set", "{\"setting\":" + name + ",\"value\":\"x\",\"modifiedAt\":\"4\"}}"))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.reason()).isEqualTo("setting_is_older"));
        assertThat(call("SettingsService/Set", "{\"setting\":" + name + ",\"value\":\"x\"}}"))
                .contains("\"value\":\"x\"", "\"modifiedAt\":\"1700000000");
        call("SettingsService/Delete", name + "}");
        assertThat(call("SettingsService/Get", "{}")).isEqualTo("{}");
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] pprof(boolean zipped) {
        byte[] plain = PprofEncoder.encode(
                Collapsed.of("shop", 1).add("main;run", 5).add("main;idle", 2).batch());
        if (!zipped) {
            return plain;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(plain);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private String upload(String name, byte[] profile) {
        String answer = call(
                "AdHocProfileService/Upload", "{\"name\":\"" + name + "\",\"profile\":\"" + base64(profile) + "\"}");
        assertThat(answer).contains("flamebearer");
        Matcher id = ID.matcher(answer);
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    @Test
    void showsWhatPeopleUpload() {
        for (boolean zipped : new boolean[] {false, true}) {
            String id = upload("my file/../x.pb.gz", pprof(zipped));
            String got = call("AdHocProfileService/Get", "{\"id\":\"" + id + "\",\"profile_type\":\"cpu\"}");
            assertThat(got)
                    .contains("\"name\":\"my_file_.._x.pb.gz\"", "\"profileTypes\":[\"cpu\"]")
                    .contains("\\\"numTicks\\\":7", "\\\"names\\\":[\\\"total\\\",\\\"main\\\",\\\"run\\\"");
        }
        String folded = upload("folded", "main;run 3\nmain;idle 9\n".getBytes(StandardCharsets.UTF_8));
        assertThat(call("AdHocProfileService/Get", "{\"id\":\"" + folded + "\"}"))
                .contains("\\\"numTicks\\\":12", "\"profileType\":\"samples\"");
        assertThat(call("AdHocProfileService/List", "{}"))
                .startsWith("{\"profiles\":[{\"id\":\"" + folded + "\",\"name\":\"folded\"");
        assertThat(call(new Tenant("other"), "AdHocProfileService/List", "{}")).isEqualTo("{}");
    }

    @Test
    void showsWhatPerfPrintsAndFlameGraphs() {
        String perf = upload("out.perf", """
                # captured on: Sat Nov 21 10:00:00 2026
                java 4242/4243 [002] 12345.678901:     250000 cpu-clock:pppH:
                \t    7f12ab34 Interpreter+0x12 (/tmp/perf-4242.map)
                \t    7f12ab00 [unknown] (/usr/lib/libjvm.so)

                swapper     0 [000] 12345.679:     250000 cycles:
                \tffffffff81 default_idle ([kernel.kallsyms])

                """.getBytes(StandardCharsets.UTF_8));
        String shown = call("AdHocProfileService/Get", "{\"id\":\"" + perf + "\"}");
        assertThat(shown)
                .contains("\\\"numTicks\\\":2", "java", "[libjvm.so]", "Interpreter", "swapper", "default_idle");

        Matcher graph = Pattern.compile("\"flamebearerProfile\":\"((?:[^\"\\\\]|\\\\.)*)\"")
                .matcher(shown);
        assertThat(graph.find()).isTrue();
        String json = graph.group(1).replace("\\\"", "\"").replace("\\\\", "\\");
        String again = upload("again.json", json.getBytes(StandardCharsets.UTF_8));
        assertThat(call("AdHocProfileService/Get", "{\"id\":\"" + again + "\"}"))
                .contains(graph.group(1).substring(0, graph.group(1).indexOf("metadata")));
        String broken = json.replaceFirst("\\[0,2,0,0\\]", "[0,1,0,0]");
        assertThat(broken).isNotEqualTo(json);
        assertThatThrownBy(() -> upload("broken.json", broken.getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("lies below none");
    }

    @Test
    void comparesTwoUploads() {
        String left = upload("a", "main;run 3\n".getBytes(StandardCharsets.UTF_8));
        String right = upload("b", "main;idle 4\n".getBytes(StandardCharsets.UTF_8));
        assertThat(call("AdHocProfileService/Diff", "{\"leftId\":\"" + left + "\",\"rightId\":\"" + right + "\"}"))
                .contains("\"profileTypes\":[\"samples\"]", "\\\"leftTicks\\\":3,\\\"rightTicks\\\":4");
        String cpu = upload("c", pprof(false));
        assertThatThrownBy(() ->
                        call("AdHocProfileService/Diff", "{\"leftId\":\"" + left + "\",\"rightId\":\"" + cpu + "\"}"))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.reason()).isEqualTo("different_profile_types"));
    }

    @Test
    void dropsTheOldestUploads() {
        String first = upload("p0", "a 1\n".getBytes(StandardCharsets.UTF_8));
        for (int i = 1; i <= AdHocStore.MAX_PROFILES; i++) {
            upload("p" + i, "a 1\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(call("AdHocProfileService/List", "{}").split("uploadedAt", -1))
                .hasSize(AdHocStore.MAX_PROFILES + 1);
        assertThatThrownBy(() -> call("AdHocProfileService/Get", "{\"id\":\"" + first + "\"}"))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.NOT_FOUND));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "SettingsService/Set; {}",
                "SettingsService/Delete; {}",
                "AdHocProfileService/Upload; {}",
                "AdHocProfileService/Upload; {\"name\":\"x\",\"profile\":\"????\"}",
                "AdHocProfileService/Upload; {\"name\":\"x\",\"profile\":\"H4sIAAAA\"}",
                "AdHocProfileService/Upload; {\"name\":\"x\",\"profile\":\"bm90aGluZw==\"}",
                "AdHocProfileService/Get; {\"id\":\"../../x\"}",
                "AdHocProfileService/Diff; {}"
            })
    void refusesWhatCannotBeUsed(String method, String json) {
        assertThatThrownBy(() -> call(method, json))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST));
        assertThat(call("AdHocProfileService/List", "{}")).isEqualTo("{}");
    }

    @Test
    void tellsOfItself() throws Exception {
        assertThat(call("FeatureFlagsService/GetFeatureFlags", "{}")).contains("utf8LabelNames", "\"enabled\":true");
        assertThat(call("Version/Version", "{}")).isEqualTo("{\"QuerierAPI\":\"1\"}");
        HttpCall call = new HttpCall(
                Caller.local(Tenant.ANONYMOUS),
                "GET",
                "/api/v1/status/buildinfo",
                Map.of(),
                QueryParameters.EMPTY,
                new byte[0]);
        HttpReply reply = api.routes().getFirst().handler().handle(call);
        assertThat(new String(((HttpReply.Body.Ready) reply.body()).bytes(), StandardCharsets.UTF_8))
                .startsWith("{\"status\":\"success\",\"data\":{\"version\":\"")
                .contains("\"spanflameVersion\":\"1.2.3\"");
    }
}
