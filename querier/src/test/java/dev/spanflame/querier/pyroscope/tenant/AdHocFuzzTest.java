package dev.spanflame.querier.pyroscope.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.profile.FlameGraphBuilder;
import dev.spanflame.proto.fuzz.Fuzzer;
import dev.spanflame.proto.fuzz.Fuzzer.Bounds;
import dev.spanflame.proto.fuzz.Fuzzer.Target;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Damaged uploads of each kind: shown, or refused.
final class AdHocFuzzTest {
    @Test
    void damagedUploadsAreShownOrRefused() throws Exception {
        String perf = "java 42 [002] 12.5: 250000 cycles:u:\n\t7f12 main+0x12 (/bin/x)\n\t7f [unknown] (/lib/y.so)\n\n";
        String graph =
                "{\"version\":1,\"flamebearer\":{\"names\":[\"total\",\"a\",\"b\"],\"levels\":[[0,9,0,0],[0,5,5,1,"
                        + "0,4,1,2],[5,3,3,1]]},\"metadata\":{\"format\":\"single\",\"units\":\"samples\",\"name\":\"cpu\"}}";
        Target uploads = new Target(
                "adhoc",
                bytes -> {
                    AdHocProfile profile = AdHocProfile.of(bytes);
                    long total = FlameGraphBuilder.build(profile.stacks(profile.type("")), 10)
                            .total();
                    return profile.typeNames().size() + " "
                            + Long.toBinaryString(total).length();
                },
                List.of("[", "]", ",", "0,", "\n", "\n\n", " 1", ";", "{", "}", "(x)", "+0x1", "cycles:"),
                3_000,
                new Bounds(5, 64 << 20, 1_500));

        Fuzzer.Tally tally = Fuzzer.run(
                uploads,
                List.of(
                        perf.getBytes(StandardCharsets.UTF_8),
                        graph.getBytes(StandardCharsets.UTF_8),
                        "main;work 3\n".getBytes(StandardCharsets.UTF_8)));

        assertThat(tally.read()).isGreaterThan(3);
        assertThat(tally.refused()).isPositive();
    }
}
