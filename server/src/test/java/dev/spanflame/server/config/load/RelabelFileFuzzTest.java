package dev.spanflame.server.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.ingester.relabel.RelabelRules;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.proto.fuzz.Fuzzer;
import dev.spanflame.proto.fuzz.Fuzzer.Tally;
import dev.spanflame.proto.fuzz.Fuzzer.Target;
import dev.spanflame.proto.inflate.InflateBudget;
import dev.spanflame.proto.inflate.InflateLimits;
import dev.spanflame.proto.pyroscope.ProfileRequest;
import dev.spanflame.proto.pyroscope.Upload;
import dev.spanflame.proto.pyroscope.UploadDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Damaged files with rules for labels: refused with what is wrong, or rules that work.
final class RelabelFileFuzzTest {
    private static final String FILE = """
            ingestion_relabeling_rules:
              - source_labels: [service_name, region]
                separator: /
                regex: (?P<name>.*)-canary/(.+)
                target_label: instance_${2}
                replacement: ${name}$$x$1
              - action: hashmod
                source_labels: [pod]
                modulus: 7
                target_label: shard
              - {action: labelmap, regex: "k8s_(.*)", replacement: $1}
              - {action: labeldrop, regex: tmp_.*}
              - {action: lowercase, source_labels: [region], target_label: region}
            sample_type_relabeling_rules:
              - action: drop
                source_labels: [__type__]
                regex: alloc_.*
            overrides:
              anonymous:
                ingestion_relabeling_rules: [{action: keep, source_labels: [region], regex: "eu|us"}]
            """;

    private final UploadDecoder decoder = new UploadDecoder(ProfileLimits.DEFAULT);

    private String read(byte[] bytes) {
        RelabelRules rules;
        try {
            rules = RelabelFile.parse("rules.yaml", new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw BackendException.badRequest("invalid_rules", String.valueOf(e.getMessage()));
        }
        StringBuilder told = new StringBuilder();
        for (String tenant : List.of("anonymous", "other")) {
            Upload left = rules.apply(new Tenant(tenant), upload(), ProfileLimits.DEFAULT);
            left.batches()
                    .forEach(batch -> told.append(batch.labels().pairs().size()).append(' '));
            told.append(left.refused().size()).append('/');
        }
        return told.toString();
    }

    private Upload upload() {
        String query = "name=shop-canary%7Bregion%3DEU%2Cpod%3Dp1%2Ctmp_a%3Db%2Ck8s_pod%3Dq%7D&format=folded";
        byte[] body = "main;work 5\n".getBytes(StandardCharsets.UTF_8);
        return decoder.decode(
                new ProfileRequest.Ingest(query, "", body),
                1,
                InflateBudget.alone(InflateLimits.ofBytes(1 << 20), body.length));
    }

    @Test
    void damagedFilesAreRefusedOrAreRules() throws Exception {
        Target target = new Target(
                "relabel file",
                2_000,
                this::read,
                "- ",
                ": ",
                "\n",
                "  ",
                "[",
                "]",
                "{",
                "}",
                "*",
                "&a",
                "*a",
                "!!int",
                "(",
                ")",
                "$1",
                "${",
                "|",
                "null",
                "action: drop",
                "__name__",
                "service_name");

        Tally tally = Fuzzer.run(target, List.of(FILE.getBytes(StandardCharsets.UTF_8)));

        assertThat(tally.read()).isGreaterThan(1);
        assertThat(tally.refused()).isPositive();
    }
}
