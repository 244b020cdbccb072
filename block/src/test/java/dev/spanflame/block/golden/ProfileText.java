package dev.spanflame.block.golden;

import dev.spanflame.block.profile.Forest;
import dev.spanflame.block.profile.ProfilePartition;
import dev.spanflame.block.profile.ProfilePartition.Detail;
import dev.spanflame.block.profile.ProfilePartition.SampleColumns;
import dev.spanflame.block.profile.ProfileRows;
import dev.spanflame.block.profile.StackValues;
import dev.spanflame.block.profile.code.FrameText;
import dev.spanflame.block.profile.code.StackCode;
import dev.spanflame.block.profile.store.ProfileBlocks;
import dev.spanflame.model.Hex;
import dev.spanflame.model.trace.TraceId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Profiles as lines of text that say all of them.
final class ProfileText {
    private final ProfilePartition partition;
    private final StackCode code;
    private final List<String> lines = new ArrayList<>();

    private ProfileText(ProfilePartition partition) {
        this.partition = partition;
        this.code = ProfileBlocks.code(partition);
    }

    /// A line for each sample, sorted.
    static List<String> lines(ProfilePartition partition) {
        ProfileText text = new ProfileText(partition);
        ProfileRows rows = partition.rows();
        for (int row = 0; row < rows.count(); row++) {
            String head = partition.labels(rows.series()[row]).asMap() + "|" + rows.times()[row] + "|"
                    + rows.durations()[row] + "|" + rows.totals()[row];
            int first = rows.firstSamples()[row];
            partition.samples(first, first + rows.sampleCounts()[row], Detail.ALL, (columns, from, to) -> {
                for (int i = from; i < to; i++) {
                    text.lines.add(head + "|" + text.sample(columns, i));
                }
            });
        }
        Collections.sort(text.lines);
        return text.lines;
    }

    private String sample(SampleColumns columns, int i) {
        return columns.values()[i] + "|" + Hex.of(columns.spanId(i)) + "|"
                + new TraceId(columns.traceHigh(i), columns.traceLow(i)) + "|" + columns.time(i) + "|"
                + thread(columns, i) + "|" + stack(columns.stacks()[i]);
    }

    private static String thread(SampleColumns columns, int i) {
        long[] numbers = columns.threads().numbers();
        return numbers.length == 0 || numbers[i] == 0
                ? ""
                : columns.threads()
                        .names()
                        .text((int) numbers[i] - columns.threads().first());
    }

    private String stack(int stack) {
        StackValues values = new StackValues(partition.stackCount());
        values.add(stack, 1);
        Forest forest = new Forest();
        code.addFrames(values, forest);
        List<FrameText> frames = new ArrayList<>();
        for (int frame = 0; frame < forest.size(); frame++) {
            frames.add(FrameText.parse(forest.names().text(forest.nameId(frame))));
        }
        return frames.toString();
    }
}
