package dev.spanflame.proto.jfr;

import dev.spanflame.model.Hex;
import dev.spanflame.model.profile.ThreadSpans;
import dev.spanflame.model.profile.ThreadSpans.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The spans that a chunk tells itself: events of `one.profiler.Span`, by which programs under async-profiler 4.6
/// mark what a thread works on. They belong to the samples that the thread had meanwhile.
///
/// The tag of such an event names a span: `traceparent` of W3C's Trace Context, `<trace id>-<span id>`, also with a
/// colon or slash, or the id of a span alone. Other tags name no span.
final class RecordedSpans {
    private static final String EVENT = "profiler.Span";
    private static final int START = 0;
    private static final int DURATION = 1;
    private static final int THREAD = 2;
    private static final int TAG = 3;
    private static final int ID = 16;
    private static final Pattern TAGS =
            Pattern.compile("(?:[0-9a-f]{2}-)?(?:([0-9a-f]{16})([0-9a-f]{16})[-:/])?([0-9a-f]{16})(?:-[0-9a-f]{2})?");
    private static final RecordedSpans NONE = new RecordedSpans();

    private final List<Context> contexts = new ArrayList<>();
    private final LongIndex threads = new LongIndex();
    private final List<ThreadSpans> ofThreads = new ArrayList<>();

    private RecordedSpans() {}

    /// A span; the halves of the trace are 0 where unknown.
    record Context(long span, long traceHigh, long traceLow) {
        /// The span that a tag names; null where it names none.
        static @Nullable Context of(String tag) {
            Matcher match = TAGS.matcher(tag);
            if (!match.matches()) {
                return null;
            }
            long span = Hex.parse(match.group(3), 0, ID);
            String high = match.group(1);
            long traceHigh = high == null ? 0 : Hex.parse(high, 0, ID);
            long traceLow = high == null ? 0 : Hex.parse(match.group(2), 0, ID);
            return span == 0 ? null : new Context(span, traceHigh, traceLow);
        }
    }

    /// The spans of a chunk.
    static RecordedSpans read(Cursor cursor, ChunkHeader chunk, Metadata metadata, ConstantPools pools) {
        long type = metadata.id(EVENT);
        if (type < 0) {
            return NONE;
        }
        RecordedSpans spans = new RecordedSpans();
        List<List<Interval>> intervals = new ArrayList<>();
        Layout layout = metadata.layout(EVENT);
        boolean keyed = layout.isKey("tag");
        FieldReader fields = new FieldReader(layout, "startTime", "duration", "eventThread", "tag");
        EventWalk walk = new EventWalk(cursor, chunk);
        while (walk.hasMore()) {
            if (walk.next() == type) {
                fields.readChosen(cursor);
                long tag = fields.value(TAG);
                Context context = Context.of(keyed ? pools.constantText(tag) : pools.textAt(tag));
                long start = fields.value(START);
                long duration = fields.value(DURATION);
                if (context != null && duration > 0 && start <= Long.MAX_VALUE - duration) {
                    int thread = spans.threads.intern(fields.value(THREAD));
                    if (thread == intervals.size()) {
                        intervals.add(new ArrayList<>());
                    }
                    intervals.get(thread).add(new Interval(start, start + duration, spans.contexts.size()));
                    spans.contexts.add(context);
                }
            }
        }
        intervals.forEach(each -> spans.ofThreads.add(new ThreadSpans(each)));
        return spans;
    }

    /// The innermost span that ran on a thread at a time in ticks; null for none. Hot path.
    @Nullable
    Context at(long thread, long ticks) {
        if (contexts.isEmpty()) {
            return null;
        }
        int row = threads.find(thread);
        int found = row < 0 ? -1 : ofThreads.get(row).at(ticks);
        return found < 0 ? null : contexts.get(found);
    }
}
