package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.traceql.eval.NamedValue;
import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.Elements;
import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.metrics.series.MemoryBudget;
import dev.spanflame.traceql.metrics.series.Series;
import dev.spanflame.traceql.metrics.series.TimeAxis;
import dev.spanflame.traceql.plan.FieldRef;
import dev.spanflame.traceql.plan.FilterPlan;
import dev.spanflame.traceql.plan.Level;
import dev.spanflame.traceql.type.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `compare()`: counts the values of all attributes among selected spans and among the others, the baseline.
///
/// Values of events and links count once for each of them. Left out are ids, durations, times and places in the tree.
final class Comparer implements Measurer.Prepared {
    private static final String TYPE = "__meta_type";
    private static final int DEFAULT_TOP = 10;
    private static final List<String> SIDES = List.of("baseline", "selection");

    private final FilterPlan selection;
    private final int top;
    private final long startNanos;
    private final long endNanos;
    private final TimeAxis axis;
    private final MemoryBudget budget;
    private final Map<Field, AttributeTally> tallies = new LinkedHashMap<>();

    /// `numbers` are the number of values of each attribute to show, and the time to which the selection is bound.
    Comparer(FilterPlan selection, List<Long> numbers, TimeAxis axis, MemoryBudget budget) {
        this.selection = selection;
        this.axis = axis;
        this.budget = budget;
        top = numbers.isEmpty() ? DEFAULT_TOP : Math.toIntExact(numbers.getFirst());
        startNanos = numbers.size() < 3 ? Long.MIN_VALUE : numbers.get(1);
        endNanos = numbers.size() < 3 ? Long.MAX_VALUE : numbers.get(2);
    }

    @Override
    public Runnable prepare(FoundRows found) {
        int[] slots = slots(found);
        int slotCount = SIDES.size() * axis.count();
        int places = AttributeTally.placesAtOnce(top);
        PartCounter counter = new PartCounter(slotCount, places);
        SharedCounts shared = new SharedCounts(found.rows(), slots, slotCount, places);
        SlottedElements events = new SlottedElements();
        SlottedElements links = new SlottedElements();
        Map<Field, PartCounts> counted = new LinkedHashMap<>();
        for (Field field : ComparedFields.in(found.partition())) {
            found.stop().check();
            FieldRef ref = new FieldRef.Stored(field);
            Column column = found.columns().column(ref);
            if (!column.isEmpty()) {
                PartCounts counts = switch (ref.level()) {
                    case SPAN -> {
                        PartCounts known = shared.count(column);
                        yield known == null ? counter.count(column, found.rows(), slots) : known;
                    }
                    case EVENT -> events.count(counter, column, found.columns().elements(Level.EVENT), found, slots);
                    case LINK -> links.count(counter, column, found.columns().elements(Level.LINK), found, slots);
                };
                counted.put(field, counts);
            }
        }
        return () -> counted.forEach((field, counts) -> tally(field).add(counts));
    }

    private AttributeTally tally(Field field) {
        // spans without a message have an empty one
        boolean countsEmpty = field != Field.Intrinsic.STATUS_MESSAGE;
        return tallies.computeIfAbsent(
                field, _ -> new AttributeTally(SIDES.size() * axis.count(), top, countsEmpty, budget));
    }

    /// The events, or the links, of the found spans, each with the slot of its span; worked out once.
    private static final class SlottedElements {
        private @Nullable RowSet rows;
        private int[] slots = new int[0];

        PartCounts count(PartCounter counter, Column column, Elements elements, FoundRows found, int[] ofSpans) {
            RowSet known = rows;
            if (known == null) {
                known = new RowSet(elements.count());
                slots = new int[elements.count()];
                for (int element = 0; element < slots.length; element++) {
                    int span = elements.spanRow(element);
                    if (found.rows().contains(span)) {
                        known.add(element);
                        slots[element] = ofSpans[span];
                    }
                }
                rows = known;
            }
            return counter.count(column, known, slots);
        }
    }

    /// The slot of each row: its interval in the first half if it is of the baseline, in the second if it is selected.
    private int[] slots(FoundRows found) {
        RowSet selected = found.pipeline().filters().rows(selection, found.rows());
        boolean always = startNanos == Long.MIN_VALUE;
        int[] slots = found.intervals().clone();
        for (int row = selected.next(0); row >= 0; row = selected.next(row + 1)) {
            if (always || isInTime(found.partition().startNanos(row))) {
                slots[row] += axis.count();
            }
        }
        return slots;
    }

    private boolean isInTime(long nanos) {
        return nanos > startNanos && nanos <= endNanos;
    }

    @Override
    public List<Series> finish() {
        List<Series> series = new ArrayList<>();
        tallies.forEach((field, tally) -> {
            String name = ComparedFields.label(field);
            for (int side = 0; side < SIDES.size(); side++) {
                String type = SIDES.get(side);
                int from = side * axis.count();
                int to = from + axis.count();
                for (AttributeTally.Counted counted : tally.top(top, side == 1)) {
                    series.add(series(type, new NamedValue(name, counted.value()), counted.counts()));
                }
                if (tally.hasAny(from, to)) {
                    series.add(series(type + "_total", new NamedValue(name, Value.NIL), tally.totals(from, to)));
                }
            }
        });
        return series;
    }

    private static Series series(String type, NamedValue attribute, double[] counts) {
        NamedValue meta = new NamedValue(TYPE, Value.of(type));
        return new Series(List.of(meta, attribute), counts, List.of());
    }
}
