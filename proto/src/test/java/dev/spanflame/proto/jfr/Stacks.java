package dev.spanflame.proto.jfr;

import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileSymbols;
import dev.spanflame.model.profile.ProfileSymbols.FunctionColumn;
import dev.spanflame.model.profile.ProfileSymbols.LineColumn;
import dev.spanflame.model.profile.ProfileSymbols.LocationColumn;
import dev.spanflame.model.profile.SampleTable.SampleColumn;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes batches as readable stacks.
public final class Stacks {
    private Stacks() {}

    /// The batch of a recording whose first sample type has this name.
    public static ProfileBatch find(List<ProfileBatch> batches, String type) {
        for (ProfileBatch batch : batches) {
            if (batch.sampleTypes().getFirst().type().equals(type)) {
                return batch;
            }
        }
        throw new AssertionError("no profile of " + type);
    }

    /// Sum of value `type` for each stack `Class.method:line;...`, the root first.
    public static Map<String, Long> sums(ProfileBatch batch, int type) {
        Map<String, Long> sums = new TreeMap<>();
        for (int row = 0; row < batch.samples().size(); row++) {
            sums.merge(stack(batch, row), batch.samples().value(row, type), Long::sum);
        }
        return sums;
    }

    /// Stack of a sample.
    public static String stack(ProfileBatch batch, int row) {
        int stack = batch.samples().rows().getInt(SampleColumn.STACK, row);
        StringBuilder text = new StringBuilder();
        for (int i = batch.stacks().to(stack) - 1; i >= batch.stacks().from(stack); i--) {
            text.append(text.isEmpty() ? "" : ";")
                    .append(frame(batch.symbols(), batch.stacks().locations()[i]));
        }
        return text.toString();
    }

    private static String frame(ProfileSymbols symbols, int location) {
        int line = symbols.locations().getInt(LocationColumn.LINES_FROM, location);
        int function = symbols.lines().getInt(LineColumn.FUNCTION, line);
        return symbols.text(symbols.functions().get(FunctionColumn.NAME, function)) + ":"
                + symbols.lines().get(LineColumn.LINE, line);
    }
}
