package dev.spanflame.block.trace.build;

import dev.spanflame.block.column.IndexSort;
import dev.spanflame.block.column.LongIntMap;
import dev.spanflame.block.trace.TraceIndex;
import dev.spanflame.block.trace.TraceTree;
import dev.spanflame.block.trace.build.SpanRunBuilder.Cell;
import dev.spanflame.model.trace.RowTable;
import dev.spanflame.model.trace.TraceId;
import java.util.Arrays;

/// The order in which the spans of a [SpanTail] become rows, and their places in their traces.
///
/// `oldRows` lists rows of the tail in their new order, equal spans once. `parents` holds, as [TraceTree] has it, how
/// many rows above its parent is, 0 for a parent that is not stored, -1 for none. The arrays may be longer than
/// `rows`.
record TailOrder(int rows, int[] oldRows, int[] parents, int[] subtreeSizes, TraceIndex traces) {
    static TailOrder of(SpanTail tail) {
        return new Sorter(tail).sort();
    }

    /// Does the work: numbers traces, sorts their ids, groups rows by trace, orders each group.
    private static final class Sorter {
        private final SpanTail tail;
        private final RowTable<Cell> spans;
        private final int total;
        private final int[] traceOfRow;
        private final int[] oldRows;
        private final int[] parents;
        private final int[] sizes;
        private final TraceTree tree = new TraceTree();
        private final LongIntMap known = new LongIntMap(64);
        private int[] firstRowOfTrace = new int[64];
        private int[] nextOfKnown = new int[64];
        private int[] group = new int[64];
        private int[] nextAlike = new int[64];
        private int traceCount;
        private int rows;

        Sorter(SpanTail tail) {
            this.tail = tail;
            this.spans = tail.spans();
            this.total = spans.size();
            this.traceOfRow = new int[total];
            this.oldRows = new int[total];
            this.parents = new int[total];
            this.sizes = new int[total];
        }

        TailOrder sort() {
            numberTraces();
            int[] byId = tracesById();
            int[] grouped = groupRows();
            int[] starts = new int[traceCount + 1];
            long[] highs = new long[traceCount];
            long[] lows = new long[traceCount];
            for (int i = 0; i < traceCount; i++) {
                int trace = byId[i];
                highs[i] = spans.get(Cell.TRACE_HIGH, firstRowOfTrace[trace]);
                lows[i] = spans.get(Cell.TRACE_LOW, firstRowOfTrace[trace]);
                starts[i] = rows;
                orderTrace(grouped, groupStarts[trace], groupStarts[trace + 1]);
            }
            starts[traceCount] = rows;
            return new TailOrder(rows, oldRows, parents, sizes, new TraceIndex(highs, lows, starts, traceCount));
        }

        private int[] groupStarts = new int[1];

        /// Gives each trace a number by first appearance. The map is keyed by a mix of both halves of the id; traces
        /// whose mixes collide are told apart by following `nextOfKnown`.
        private void numberTraces() {
            known.clear(total / 8);
            for (int row = 0; row < total; row++) {
                traceOfRow[row] = traceNumber(row);
            }
        }

        private int traceNumber(int row) {
            long high = spans.get(Cell.TRACE_HIGH, row);
            long low = spans.get(Cell.TRACE_LOW, row);
            int found = known.putIfAbsent(LongIntMap.mix(high) ^ low, traceCount);
            int last = -1;
            while (found >= 0) {
                int first = firstRowOfTrace[found];
                if (spans.get(Cell.TRACE_HIGH, first) == high && spans.get(Cell.TRACE_LOW, first) == low) {
                    return found;
                }
                last = found;
                found = nextOfKnown[found];
            }
            if (traceCount == firstRowOfTrace.length) {
                firstRowOfTrace = Arrays.copyOf(firstRowOfTrace, traceCount * 2);
                nextOfKnown = Arrays.copyOf(nextOfKnown, traceCount * 2);
            }
            firstRowOfTrace[traceCount] = row;
            nextOfKnown[traceCount] = -1;
            if (last >= 0) {
                nextOfKnown[last] = traceCount;
            }
            return traceCount++;
        }

        private int[] tracesById() {
            int[] order = new int[traceCount];
            for (int i = 0; i < traceCount; i++) {
                order[i] = i;
            }
            IndexSort.sort(order, traceCount, new int[traceCount], this::compareTraces);
            return order;
        }

        private int compareTraces(int a, int b) {
            int rowA = firstRowOfTrace[a];
            int rowB = firstRowOfTrace[b];
            return TraceId.compare(
                    spans.get(Cell.TRACE_HIGH, rowA),
                    spans.get(Cell.TRACE_LOW, rowA),
                    spans.get(Cell.TRACE_HIGH, rowB),
                    spans.get(Cell.TRACE_LOW, rowB));
        }

        /// Rows grouped by trace number (a counting sort); the group of trace `t` starts at `groupStarts[t]`.
        private int[] groupRows() {
            int[] starts = new int[traceCount + 1];
            for (int row = 0; row < total; row++) {
                starts[traceOfRow[row] + 1]++;
            }
            for (int i = 0; i < traceCount; i++) {
                starts[i + 1] += starts[i];
            }
            int[] next = starts.clone();
            int[] grouped = new int[total];
            for (int row = 0; row < total; row++) {
                grouped[next[traceOfRow[row]]++] = row;
            }
            groupStarts = starts;
            return grouped;
        }

        private void orderTrace(int[] grouped, int from, int to) {
            int count = dropEqual(grouped, from, to);
            tree.clear();
            for (int i = 0; i < count; i++) {
                int row = group[i];
                tree.add(
                        spans.get(Cell.SPAN_ID, row),
                        spans.get(Cell.PARENT_ID, row),
                        spans.getInt(Cell.KIND, row),
                        spans.get(Cell.START, row));
            }
            tree.build();
            for (int i = 0; i < count; i++) {
                oldRows[rows] = group[tree.at(i)];
                parents[rows] = tree.parentDistance(i);
                sizes[rows] = tree.subtreeSize(i);
                rows++;
            }
        }

        /// Puts the rows of one trace into `group`, equal spans once; returns their number.
        private int dropEqual(int[] grouped, int from, int to) {
            if (group.length < to - from) {
                group = new int[(to - from) * 2];
                nextAlike = new int[group.length];
            }
            known.clear(to - from);
            int count = 0;
            for (int i = from; i < to; i++) {
                int row = grouped[i];
                long key = spans.get(Cell.CONTENT, row)
                        ^ LongIntMap.mix(spans.get(Cell.SPAN_ID, row)) * 31
                        ^ spans.get(Cell.KIND, row);
                int same = known.putIfAbsent(key, count);
                if (!isAmong(same, row)) {
                    group[count] = row;
                    nextAlike[count] = -1;
                    if (same >= 0) {
                        nextAlike[count] = nextAlike[same];
                        nextAlike[same] = count;
                    }
                    count++;
                }
            }
            return count;
        }

        /// Whether a span equal to `row` is in the list of those with the key of the span at `first`.
        private boolean isAmong(int first, int row) {
            for (int at = first; at >= 0; at = nextAlike[at]) {
                if (isEqual(group[at], row)) {
                    return true;
                }
            }
            return false;
        }

        private boolean isEqual(int a, int b) {
            for (Cell cell : Cell.values()) {
                boolean place = switch (cell) {
                    case EVENTS_FROM, EVENTS_TO, LINKS_FROM, LINKS_TO -> true;
                    default -> false;
                };
                if (!place && spans.get(cell, a) != spans.get(cell, b)) {
                    return false;
                }
            }
            return tail.spanAttributes().sameRow(a, b)
                    && ElementEquality.sameEvents(tail, a, b)
                    && ElementEquality.sameLinks(tail, a, b);
        }
    }
}
