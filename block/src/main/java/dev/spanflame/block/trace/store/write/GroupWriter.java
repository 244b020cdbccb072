package dev.spanflame.block.trace.store.write;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.column.Presence;
import dev.spanflame.block.trace.AttributeKey;
import dev.spanflame.block.trace.Cells;
import dev.spanflame.block.trace.EventColumn;
import dev.spanflame.block.trace.LinkColumn;
import dev.spanflame.block.trace.ServiceNames;
import dev.spanflame.block.trace.SpanColumn;
import dev.spanflame.block.trace.store.BlockIndex;
import dev.spanflame.block.trace.store.BlockTable;
import dev.spanflame.block.trace.store.SourceTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// Writes the rows of group after group into the tables of spans, events and links. Not thread-safe.
final class GroupWriter {
    private final BlockLayout layout;
    private final BlockFiles files;
    private final RestWriter rest;
    private final TraceRows traceRows;
    private final ServiceNames services;
    private final Map<BlockTable, Map<AttributeKey, Long>> counts = new EnumMap<>(BlockTable.class);
    private final List<BlockIndex.Group> groups = new ArrayList<>();
    private final ColumnArrays arrays = new ColumnArrays();
    private int firstRow;
    private long firstEvent;
    private long firstLink;
    private int eventGroups;
    private int linkGroups;

    GroupWriter(BlockLayout layout, BlockFiles files, RestWriter rest, TraceRows traceRows, ServiceNames services) {
        this.layout = layout;
        this.files = files;
        this.rest = rest;
        this.traceRows = traceRows;
        this.services = services;
    }

    /// The groups written so far.
    List<BlockIndex.Group> groups() {
        return groups;
    }

    /// How many rows of each table have each attribute.
    Map<BlockTable, Map<AttributeKey, Long>> counts() {
        return counts;
    }

    /// Number of spans written so far.
    int rows() {
        return firstRow;
    }

    /// Number of events written so far.
    long events() {
        return firstEvent;
    }

    /// Number of links written so far.
    long links() {
        return firstLink;
    }

    /// Writes a group, which must have rows.
    void write(GroupPlan plan) throws IOException {
        arrays.reuse();
        int firstTrace = traceRows.count();
        BlockIndex.Rest spans = writeSpans(plan);
        Elements<EventColumn> events =
                new Elements<>(plan, layout.events(), source -> source.group().events(), EventColumn.SPAN);
        BlockIndex.Rest eventRest = writeElements(events, firstEvent);
        Elements<LinkColumn> links =
                new Elements<>(plan, layout.links(), source -> source.group().links(), LinkColumn.SPAN);
        BlockIndex.Rest linkRest = writeElements(links, firstLink);
        groups.add(new BlockIndex.Group(
                firstTrace,
                firstRow,
                traceRows.lastRange(),
                events.runs.rows() > 0 ? eventGroups++ : -1,
                links.runs.rows() > 0 ? linkGroups++ : -1,
                List.of(spans, eventRest, linkRest)));
        firstRow += plan.rows();
        firstEvent += events.runs.rows();
        firstLink += links.runs.rows();
    }

    private BlockIndex.Rest writeSpans(GroupPlan plan) throws IOException {
        List<SourceTable<SpanColumn>> tables = new ArrayList<>();
        plan.sources().forEach(source -> tables.add(source.group().spans()));
        Gather gather = new Gather(plan.runs(), arrays);
        Structure structure = Structure.of(plan, arrays);
        EnumMap<SpanColumn, ColumnData> fixed = new EnumMap<>(SpanColumn.class);
        ColumnData resources = gather.translated(
                parts(tables, SpanColumn.RESOURCE),
                plan.sources().stream().map(GroupPlan.Source::resources).toList());
        for (SpanColumn column : layout.spans().fixed()) {
            ColumnData data = switch (column) {
                case RESOURCE -> resources;
                case SERVICE_NAME -> serviceNames(resources);
                case SCOPE ->
                    gather.translated(
                            parts(tables, column),
                            plan.sources().stream()
                                    .map(GroupPlan.Source::scopes)
                                    .toList());
                case PARENT -> structure.parents();
                case PARENT_ID -> structure.parentIds();
                case SUBTREE_SIZE -> structure.sizes();
                default -> gather.column(layout.spans().shape().spec(column), parts(tables, column));
            };
            fixed.put(column, data);
        }
        traceRows.add(plan, fixed);
        List<ColumnData> columns = new ArrayList<>();
        layout.spans().fixed().forEach(column -> columns.add(fixed.get(column)));
        return write(
                layout.spans(),
                new AttributeGather(layout.spans().shape(), layout.spans().keys(), gather, tables),
                columns,
                firstRow);
    }

    private ColumnData serviceNames(ColumnData resources) {
        long[] numbers = ((ColumnValues.Longs) resources.values()).values();
        int rows = resources.rows();
        int[] ids = arrays.ints(rows);
        for (int i = 0; i < rows; i++) {
            ids[i] = services.idOf((int) numbers[i]);
        }
        return ColumnData.full(new ColumnValues.Texts(ids, rows, services.entries()));
    }

    private <C extends Enum<C>> BlockIndex.Rest writeElements(Elements<C> elements, long first) throws IOException {
        if (elements.runs.rows() == 0) {
            return rest.write(elements.part.shape().table(), first, new RestList());
        }
        Gather gather = new Gather(elements.runs, arrays);
        List<ColumnData> columns = new ArrayList<>();
        for (C column : elements.part.fixed()) {
            columns.add(
                    column == elements.owner
                            ? elements.owners(firstRow)
                            : gather.column(elements.part.shape().spec(column), parts(elements.tables, column)));
        }
        AttributeGather attributes =
                new AttributeGather(elements.part.shape(), elements.part.keys(), gather, elements.tables);
        return write(elements.part, attributes, columns, first);
    }

    private BlockIndex.Rest write(
            BlockLayout.Part<?> part, AttributeGather attributes, List<ColumnData> columns, long first)
            throws IOException {
        List<ColumnData> gathered = attributes.columns();
        columns.addAll(gathered);
        BlockTable table = part.shape().table();
        files.writer(table, part.schema()).writeRowGroup(columns);
        Map<AttributeKey, Long> tally = counts.computeIfAbsent(table, _ -> new TreeMap<>());
        int at = 0;
        for (AttributeKey key : part.keys()) {
            tally.merge(key, (long) gathered.get(at++).presence().count(), Long::sum);
        }
        BlockIndex.Rest written = rest.write(table, first, attributes.rest());
        written.keys().forEach((key, count) -> tally.merge(key, (long) count, Long::sum));
        return written;
    }

    static <C extends Enum<C>> List<@Nullable ColumnData> parts(List<? extends SourceTable<C>> tables, C column) {
        List<@Nullable ColumnData> parts = new ArrayList<>();
        for (SourceTable<C> table : tables) {
            parts.add(table.column(column));
        }
        return parts;
    }

    /// The events, or the links, of the spans of a group.
    private static final class Elements<C extends Enum<C>> {
        private final BlockLayout.Part<C> part;
        private final C owner;
        private final List<SourceTable<C>> tables = new ArrayList<>();
        private final Runs runs = new Runs();
        private long[] owners = new long[64];

        Elements(GroupPlan plan, BlockLayout.Part<C> part, Function<GroupPlan.Source, SourceTable<C>> table, C owner) {
            this.part = part;
            this.owner = owner;
            plan.sources().forEach(source -> tables.add(table.apply(source)));
            List<@Nullable ColumnData> ownerColumns = parts(tables, owner);
            Runs spans = plan.runs();
            for (int run = 0; run < spans.count(); run++) {
                ColumnData column = ownerColumns.get(spans.source(run));
                int from = Cells.lowerBound(column, spans.from(run));
                int to = column == null ? 0 : Cells.lowerBound(column, spans.to(run));
                if (from >= to) {
                    continue;
                }
                if (owners.length < runs.rows() + to - from) {
                    owners = Arrays.copyOf(owners, (runs.rows() + to - from) * 2);
                }
                for (int i = from; i < to; i++) {
                    owners[runs.rows() + i - from] = Cells.number(column, i, 0) - spans.from(run) + spans.start(run);
                }
                runs.add(spans.source(run), from, to);
            }
        }

        /// The row of each element's span in the block.
        ColumnData owners(int firstRow) {
            long[] rows = new long[runs.rows()];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = owners[i] + firstRow;
            }
            return ColumnData.full(new ColumnValues.Longs(rows, rows.length));
        }
    }

    /// Where the spans of a group stand in their traces.
    private record Structure(ColumnData parents, ColumnData parentIds, ColumnData sizes) {
        /// The same of one source.
        private record Part(
                @Nullable ColumnData parent,
                @Nullable ColumnData orphan,
                @Nullable ColumnData size,
                @Nullable ColumnData ids) {
            static Part of(SourceTable<SpanColumn> spans) {
                return new Part(
                        spans.column(SpanColumn.PARENT),
                        spans.column(SpanColumn.PARENT_ID),
                        spans.column(SpanColumn.SUBTREE_SIZE),
                        spans.column(SpanColumn.SPAN_ID));
            }
        }

        static Structure of(GroupPlan plan, ColumnArrays arrays) {
            int rows = plan.rows();
            long[] parents = arrays.longs(rows);
            long[] parentIds = arrays.longs(rows);
            long[] sizes = arrays.longs(rows);
            List<Part> parts = plan.sources().stream()
                    .map(source -> Part.of(source.group().spans()))
                    .toList();
            Runs runs = plan.runs();
            for (int run = 0; run < runs.count(); run++) {
                Part part = parts.get(runs.source(run));
                int shift = runs.start(run) - runs.from(run);
                for (int row = runs.from(run); row < runs.to(run); row++) {
                    long distance = Cells.number(part.parent, row, -1);
                    parents[row + shift] = distance;
                    parentIds[row + shift] = distance <= 0
                            ? Cells.number(part.orphan, row, 0)
                            : Cells.number(part.ids, row - (int) distance, 0);
                    sizes[row + shift] = Cells.number(part.size, row, 1);
                }
            }
            for (int i = 0; i < plan.merged(); i++) {
                parents[plan.mergedRow(i)] = plan.mergedParent(i);
                sizes[plan.mergedRow(i)] = plan.mergedSize(i);
            }
            return new Structure(
                    where(parents, rows, i -> parents[i] >= 0, arrays),
                    where(parentIds, rows, i -> parents[i] == 0, arrays),
                    ColumnData.full(new ColumnValues.Longs(sizes, rows)));
        }

        private static ColumnData where(long[] values, int rows, IntPredicate isPresent, ColumnArrays arrays) {
            long[] words = new long[Presence.words(rows)];
            long[] kept = arrays.longs(rows);
            int count = 0;
            for (int i = 0; i < rows; i++) {
                if (isPresent.test(i)) {
                    words[i >>> 6] |= 1L << i;
                    kept[count++] = values[i];
                }
            }
            return new ColumnData(Presence.of(rows, words), new ColumnValues.Longs(kept, count));
        }
    }
}
