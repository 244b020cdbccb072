package dev.spanflame.block.profile.join;

import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.ThreadSpans;
import dev.spanflame.model.profile.ThreadSpans.Interval;
import dev.spanflame.model.trace.TraceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Spans that samples are looked for by: those that name one of them, and those that name no span and were
/// taken on the thread of one while it ran, in the same instance of the same service.
///
/// Filled by one thread, then only read.
public final class SpanSet {
    private static final int NONE = -1;

    private final List<Member> members = new ArrayList<>();
    private final Map<Instance, Map<String, List<Interval>>> threads = new HashMap<>();
    private int[] slots = new int[16];

    /// A span; the trace is zero where it is not known.
    public record Member(TraceId trace, long span) {}

    /// Where and when a span ran: the thread by its name, nanoseconds since 1970, the end not included.
    public record Run(Instance instance, String thread, long start, long end) {}

    /// Adds a span; one that is there already is not added again. Returns its number.
    public int add(TraceId trace, long span) {
        int known = find(span, trace.high(), trace.low());
        if (known >= 0 && members.get(known).trace().equals(trace)) {
            return known;
        }
        if ((members.size() + 1) * 2 > slots.length) {
            grow();
        }
        members.add(new Member(trace, span));
        put(members.size() - 1);
        return members.size() - 1;
    }

    /// Says where a span of the set ran.
    public void ran(int number, Run run) {
        if (run.end() > run.start() && !run.thread().isEmpty()) {
            threads.computeIfAbsent(run.instance(), _ -> new HashMap<>())
                    .computeIfAbsent(run.thread(), _ -> new ArrayList<>())
                    .add(new Interval(run.start(), run.end(), number));
        }
    }

    /// Number of spans.
    public int size() {
        return members.size();
    }

    /// A span by its number.
    public Member member(int number) {
        return members.get(number);
    }

    /// Whether it is known of any span where it ran.
    public boolean knowsThreads() {
        return !threads.isEmpty();
    }

    /// The number of a span, -1 where it is not in the set. A trace of zeros stands for any, here and in
    /// the set. Hot path.
    int find(long span, long traceHigh, long traceLow) {
        int mask = slots.length - 1;
        for (int slot = hash(span) & mask; slots[slot] != 0; slot = slot + 1 & mask) {
            Member member = members.get(slots[slot] - 1);
            if (member.span == span && isSame(member.trace, traceHigh, traceLow)) {
                return slots[slot] - 1;
            }
        }
        return NONE;
    }

    private static boolean isSame(TraceId trace, long high, long low) {
        return (high | low) == 0 || trace.isZero() || (trace.high() == high && trace.low() == low);
    }

    private void grow() {
        slots = new int[slots.length * 4];
        for (int i = 0; i < members.size(); i++) {
            put(i);
        }
    }

    private void put(int number) {
        int mask = slots.length - 1;
        int slot = hash(members.get(number).span()) & mask;
        while (slots[slot] != 0) {
            slot = slot + 1 & mask;
        }
        slots[slot] = number + 1;
    }

    private static int hash(long span) {
        return (int) (span * 0x9E3779B97F4A7C15L >>> 32);
    }

    /// The threads of the instance that the labels of a series name.
    Map<String, ThreadSpans> threads(Labels series) {
        Instance wanted = Instance.ofSeries(series);
        Map<String, List<Interval>> found = new HashMap<>();
        threads.forEach((instance, names) -> {
            if (instance.agrees(wanted)) {
                names.forEach((name, intervals) ->
                        found.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(intervals));
            }
        });
        Map<String, ThreadSpans> sorted = new HashMap<>();
        found.forEach((name, intervals) -> sorted.put(name, new ThreadSpans(intervals)));
        return sorted;
    }
}
