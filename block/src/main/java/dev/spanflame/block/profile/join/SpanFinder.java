package dev.spanflame.block.profile.join;

import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.ThreadSpans;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the spans of samples, series by series. Not thread-safe.
public final class SpanFinder {
    private static final int NONE = -1;

    private final SpanSet set;
    private final Map<Labels, Map<String, ThreadSpans>> known = new HashMap<>();
    private Map<String, ThreadSpans> threads = Map.of();
    private ByteStrings names = ByteStrings.EMPTY;
    private @Nullable ThreadSpans[] byEntry = new ThreadSpans[0];
    private boolean[] looked = new boolean[0];

    /// Finds spans of `set`.
    public SpanFinder(SpanSet set) {
        this.set = set;
    }

    /// The spans that are looked for.
    public SpanSet set() {
        return set;
    }

    /// Says whose samples come next.
    public void series(Labels labels) {
        Map<String, ThreadSpans> next = set.knowsThreads() ? known.computeIfAbsent(labels, set::threads) : Map.of();
        if (next != threads) {
            threads = next;
            Arrays.fill(looked, false);
        }
    }

    /// The number of the span with these ids, -1 where it is not in the set; a trace of zeros stands for
    /// any. Hot path.
    public int byIds(long span, long traceHigh, long traceLow) {
        return set.find(span, traceHigh, traceLow);
    }

    /// The number of the innermost span of the set that ran at `time` on the thread of a sample, -1 for
    /// none. Hot path.
    public int byThread(ThreadColumn column, int sample, long time) {
        int entry = threads.isEmpty() || time == 0 ? NONE : column.entry(sample);
        if (entry < 0) {
            return NONE;
        }
        if (column.names() != names) {
            names = column.names();
            byEntry = new ThreadSpans[names.size()];
            looked = new boolean[names.size()];
        }
        if (!looked[entry]) {
            looked[entry] = true;
            byEntry[entry] = threads.get(names.text(entry));
        }
        ThreadSpans spans = byEntry[entry];
        return spans == null ? NONE : spans.at(time);
    }
}
