package dev.spanflame.proto.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.proto.fuzz.Fuzzer.Tally;
import dev.spanflame.proto.fuzz.ProfileInputs.Way;
import dev.spanflame.proto.pyroscope.Upload;
import dev.spanflame.proto.pyroscope.UploadDecoder;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every way by which profiles come in, under damaged requests.
final class ProfileDecodersFuzzTest {
    private static final int ROUNDS = 4_000;

    /// Lines are stacks whatever they hold; a push says in its answer which of its profiles are bad.
    private static final Set<String> TAKE_ANYTHING = Set.of("lines", "pprof in a push");

    @TempDir
    static Path folder;

    private final UploadDecoder decoder = new UploadDecoder(ProfileLimits.DEFAULT);

    static List<Way> ways() throws Exception {
        return ProfileInputs.all(folder);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void answersOrRefuses(Way way) throws Exception {
        Tally tally = way.fuzz("", ROUNDS, Fuzzer.Bounds.USUAL, bytes -> summary(way.decode(decoder, bytes)));

        assertThat(tally.read()).as("read").isGreaterThan(way.seeds().size());
        assertThat(tally.refused() > 0).as("refused").isEqualTo(!TAKE_ANYTHING.contains(way.name()));
    }

    private static String summary(Upload upload) {
        StringBuilder summary = new StringBuilder();
        for (ProfileBatch batch : upload.batches()) {
            summary.append(batch.labels().value("__name__"))
                    .append(Integer.bitCount(
                            Integer.highestOneBit(batch.samples().size())))
                    .append('/')
                    .append(batch.sampleTypes().size())
                    .append('/')
                    .append(32
                            - Integer.numberOfLeadingZeros(
                                    batch.symbols().locations().size()))
                    .append(' ');
        }
        upload.refused().forEach(one -> summary.append(one.reason()).append(' '));
        return summary.toString();
    }
}
