package dev.spanflame.block.profile.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.profile.FlameGraphBuilder;
import dev.spanflame.block.profile.Forest;
import dev.spanflame.block.profile.ProfilePartition;
import dev.spanflame.block.profile.ProfileSelection;
import dev.spanflame.block.profile.StackMerge;
import dev.spanflame.block.profile.StackPattern;
import dev.spanflame.block.profile.StackValues;
import dev.spanflame.block.profile.code.FrameNaming;
import dev.spanflame.block.profile.code.NamedStacks;
import dev.spanflame.block.profile.live.ProfileSegment;
import dev.spanflame.block.profile.store.ProfileBlocks;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.proto.fuzz.Fuzzer;
import dev.spanflame.proto.fuzz.Fuzzer.Tally;
import dev.spanflame.proto.fuzz.ProfileInputs;
import dev.spanflame.proto.fuzz.ProfileInputs.Way;
import dev.spanflame.proto.pyroscope.UploadDecoder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a decoder makes of a damaged request can be kept and asked.
final class DecodedProfilesFuzzTest {
    private static final int ROUNDS = 800;
    private static final Fuzzer.Bounds LARGE = new Fuzzer.Bounds(10, 192 << 20, 1_000);

    @TempDir
    static Path folder;

    private final UploadDecoder decoder = new UploadDecoder(ProfileLimits.DEFAULT);

    static List<Way> ways() throws Exception {
        return ProfileInputs.all(folder);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void whatIsDecodedCanBeKept(Way way) throws Exception {
        Tally tally = way.fuzz(
                "kept ", ROUNDS, LARGE, bytes -> keep(way.decode(decoder, bytes).batches()));

        assertThat(tally.read()).isGreaterThan(way.seeds().size());
    }

    private static String keep(List<ProfileBatch> batches) {
        ProfileSegment segment = new ProfileSegment();
        batches.forEach(segment::append);
        ProfilePartition kept = segment.snapshot();
        ProfileSelection all = ProfileSelection.of(List.of(), TimeRange.ALL);
        Forest forest = StackMerge.merge(List.of(kept), all);
        StackValues values = new StackValues(kept.stackCount());
        StackMerge.addValues(kept, all, values);
        Forest described = new Forest();
        ProfileBlocks.code(kept).addFrames(values, described);
        int found = new NamedStacks(new StackPattern.Function("main"), FrameNaming.NONE)
                .in(kept)
                .cardinality();
        return kept.seriesCount() + " " + found + " "
                + (FlameGraphBuilder.build(forest, 100).total() > 0) + " "
                + Integer.toBinaryString(described.size()).length();
    }
}
