package dev.spanflame.block.profile.rule;

import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileSymbols;
import dev.spanflame.model.profile.ProfileSymbols.FunctionColumn;
import dev.spanflame.model.profile.ProfileSymbols.LineColumn;
import dev.spanflame.model.profile.ProfileSymbols.LocationColumn;
import dev.spanflame.model.profile.SampleTable;
import dev.spanflame.model.profile.SampleTable.SampleColumn;
import dev.spanflame.model.profile.SeriesLabels;
import dev.spanflame.model.profile.StackTable;
import dev.spanflame.model.trace.TextRef;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What rules count of one uploaded profile. Used once, by one thread.
final class BatchSums {
    private final ProfileBatch batch;
    private final Map<String, BitSet> stacksOf = new HashMap<>();
    private final Map<Labels, Long> sums = new HashMap<>();

    BatchSums(ProfileBatch batch) {
        this.batch = batch;
    }

    /// The value of each series of a metric that the profile adds to.
    Map<Labels, Long> of(List<RecordingRule> rules) {
        for (int type = 0; type < batch.sampleTypes().size(); type++) {
            if (!batch.isRefused(type)) {
                add(rules, type);
            }
        }
        return sums;
    }

    private void add(List<RecordingRule> rules, int type) {
        Labels common = series(0, type);
        for (RecordingRule rule : rules) {
            if (common.value(SeriesLabels.PROFILE_TYPE).equals(rule.profileType())) {
                long[] bySet = sums(type, rule.function().map(this::stacks));
                for (int set = 0; set < bySet.length; set++) {
                    if (bySet[set] > 0) {
                        long value = bySet[set];
                        Labels labels = set == 0 ? common : series(set, type);
                        rule.target(labels).ifPresent(target -> sums.merge(target, value, BatchSums::sum));
                    }
                }
            }
        }
    }

    private Labels series(int set, int type) {
        return SeriesLabels.of(
                batch.labels(), batch.labelSets().get(set), batch.sampleTypes().get(type), batch.periodType());
    }

    /// The sum of the samples of each set of labels, of all stacks where none are given. Hot path.
    private long[] sums(int type, Optional<BitSet> stacks) {
        SampleTable samples = batch.samples();
        long[] bySet = new long[batch.labelSets().size()];
        boolean every = stacks.isEmpty();
        BitSet wanted = stacks.orElseGet(BitSet::new);
        for (int row = 0; row < samples.size(); row++) {
            long value = samples.value(row, type);
            if (value > 0 && (every || wanted.get(samples.rows().getInt(SampleColumn.STACK, row)))) {
                int set = samples.rows().getInt(SampleColumn.LABEL_SET, row);
                bySet[set] = sum(bySet[set], value);
            }
        }
        return bySet;
    }

    private static long sum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    private BitSet stacks(String function) {
        return stacksOf.computeIfAbsent(function, this::stacksWith);
    }

    /// The stacks in which a function of this name is.
    private BitSet stacksWith(String function) {
        BitSet locations = locationsOf(functionsNamed(function.getBytes(StandardCharsets.UTF_8)));
        StackTable stacks = batch.stacks();
        BitSet found = new BitSet();
        for (int stack = 0; stack < stacks.size() && !locations.isEmpty(); stack++) {
            for (int at = stacks.from(stack); at < stacks.to(stack); at++) {
                if (locations.get(stacks.locations()[at])) {
                    found.set(stack);
                    break;
                }
            }
        }
        return found;
    }

    private BitSet functionsNamed(byte[] name) {
        ProfileSymbols symbols = batch.symbols();
        BitSet functions = new BitSet();
        for (int row = 0; row < symbols.functions().size(); row++) {
            long text = symbols.functions().get(FunctionColumn.NAME, row);
            int from = TextRef.offset(text);
            if (Arrays.equals(symbols.bytes(), from, from + TextRef.length(text), name, 0, name.length)) {
                functions.set(row);
            }
        }
        return functions;
    }

    private BitSet locationsOf(BitSet functions) {
        ProfileSymbols symbols = batch.symbols();
        BitSet locations = new BitSet();
        for (int row = 0; row < symbols.locations().size() && !functions.isEmpty(); row++) {
            int to = symbols.locations().getInt(LocationColumn.LINES_TO, row);
            for (int line = symbols.locations().getInt(LocationColumn.LINES_FROM, row); line < to; line++) {
                if (functions.get(symbols.lines().getInt(LineColumn.FUNCTION, line))) {
                    locations.set(row);
                }
            }
        }
        return locations;
    }
}
