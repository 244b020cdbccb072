package dev.spanflame.block.trace.scan;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.column.LongWindow;
import dev.spanflame.block.trace.AttributeKey;
import dev.spanflame.block.trace.Cells;
import dev.spanflame.block.trace.EventColumn;
import dev.spanflame.block.trace.LinkColumn;
import dev.spanflame.block.trace.SpanColumn;
import dev.spanflame.block.trace.SpanRows;
import dev.spanflame.block.trace.TableRows;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.ValueType;
import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.Elements;
import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.fetch.SpanPartition;
import dev.spanflame.traceql.fetch.ValueTest;
import dev.spanflame.traceql.type.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Rows as a partition of the language. Columns are made when first asked for. Used by one thread at a
/// time.
public final class SpanRowsPartition implements SpanPartition {
    /// Numbers that are copied at a time.
    private static final int WINDOW = 1024;

    /// Heap that the keys of all attributes take, more or less.
    private static final long ATTRIBUTES_BYTES = 16 << 10;

    private final SpanRows rows;
    private final TimeRange range;
    private final Map<Field, Column> columns = new HashMap<>();
    private @Nullable TraceFacts facts;
    private @Nullable Elements events;
    private @Nullable Elements links;
    private @Nullable ColumnData starts;
    private @Nullable ColumnData durations;
    private @Nullable ColumnData ids;
    private int @Nullable [] resourceNumbers;
    private int @Nullable [] scopeNumbers;

    /// `range` covers every span of `rows`.
    public SpanRowsPartition(SpanRows rows, TimeRange range) {
        this.rows = rows;
        this.range = range;
    }

    /// The rows behind the partition.
    public SpanRows rows() {
        return rows;
    }

    @Override
    public TimeRange range() {
        return range;
    }

    @Override
    public int rowCount() {
        return rows.spans().rows();
    }

    @Override
    public int traceCount() {
        return rows.traces().count();
    }

    @Override
    public int firstRow(int trace) {
        return rows.traces().firstRow(trace);
    }

    @Override
    public long traceIdHigh(int trace) {
        return rows.traces().highs()[trace];
    }

    @Override
    public long traceIdLow(int trace) {
        return rows.traces().lows()[trace];
    }

    @Override
    public long traceStartNanos(int trace) {
        return facts().start(trace);
    }

    @Override
    public long traceEndNanos(int trace) {
        return facts().end(trace);
    }

    @Override
    public int[] newestFirst() {
        return facts().newestFirst();
    }

    @Override
    public int parentRow(int row) {
        return facts().parentRow(row);
    }

    @Override
    public int subtreeEnd(int row) {
        return row + facts().subtreeSize(row);
    }

    @Override
    public boolean isRoot(int row) {
        return facts().isRoot(row);
    }

    @Override
    public long spanId(int row) {
        return Cells.number(ids(), row, 0);
    }

    @Override
    public long startNanos(int row) {
        return Cells.number(starts(), row, 0);
    }

    @Override
    public long durationNanos(int row) {
        return Cells.number(durations(), row, 0);
    }

    @Override
    public void distinct(Field field, Consumer<Value> out) {
        new DistinctValues(rows).of(field, this::column, out);
    }

    @Override
    public boolean mayHold(Field field, ValueTest test) {
        return new PossibleValues(rows).mayHold(field, test);
    }

    @Override
    public Column column(Field field) {
        Column known = columns.get(field);
        if (known == null) {
            known = load(field);
            columns.put(field, known);
        }
        return known;
    }

    @Override
    public Elements events() {
        if (events == null) {
            TableRows<EventColumn> table = rows.events();
            events = new ElementView(
                    Field.Scope.EVENT, table, table.column(EventColumn.SPAN), new IntrinsicColumns(rows)::ofEvents);
        }
        return events;
    }

    @Override
    public Elements links() {
        if (links == null) {
            TableRows<LinkColumn> table = rows.links();
            links = new ElementView(
                    Field.Scope.LINK, table, table.column(LinkColumn.SPAN), new IntrinsicColumns(rows)::ofLinks);
        }
        return links;
    }

    @Override
    public Collection<Field.Attribute> attributes() {
        return rows.made(Attributes.class, ATTRIBUTES_BYTES, () -> new Attributes(knownAttributes())).all;
    }

    /// Keys of all attributes.
    private record Attributes(Set<Field.Attribute> all) {
        Attributes {
            all = Collections.unmodifiableSet(all);
        }
    }

    private Set<Field.Attribute> knownAttributes() {
        Set<Field.Attribute> all = new LinkedHashSet<>();
        addKeys(all, Field.Scope.SPAN, rows.spans().attributes());
        addKeys(all, Field.Scope.EVENT, rows.events().attributes());
        addKeys(all, Field.Scope.LINK, rows.links().attributes());
        DistinctValues distinct = new DistinctValues(rows);
        addNames(all, Field.Scope.RESOURCE, distinct.resources());
        addNames(all, Field.Scope.INSTRUMENTATION, distinct.scopes());
        return all;
    }

    private Column load(Field field) {
        return switch (field) {
            case Field.Intrinsic intrinsic -> new IntrinsicColumns(rows).ofSpans(intrinsic, facts());
            case Field.Attribute(Field.Scope scope, String key) ->
                switch (scope) {
                    case SPAN -> AttributeColumns.of(rows.spans(), key);
                    case RESOURCE -> ofResources(key);
                    case INSTRUMENTATION -> AttributeColumns.shared(scopeNumbers(), scopeAttributes(), key);
                    case EVENT, LINK -> new UnionColumn(List.of());
                };
        };
    }

    private Column ofResources(String key) {
        ColumnData services = rows.isServiceName(key) ? rows.spans().column(SpanColumn.SERVICE_NAME) : null;
        return services == null
                ? AttributeColumns.shared(resourceNumbers(), resourceAttributes(), key)
                : DictionaryColumn.ofTexts(services);
    }

    private List<List<Attribute>> resourceAttributes() {
        List<List<Attribute>> lists = new ArrayList<>();
        rows.resources().forEach(resource -> lists.add(resource.attributes()));
        return lists;
    }

    private List<List<Attribute>> scopeAttributes() {
        List<List<Attribute>> lists = new ArrayList<>();
        rows.scopes().forEach(scope -> lists.add(scope.attributes()));
        return lists;
    }

    private int[] resourceNumbers() {
        if (resourceNumbers == null) {
            resourceNumbers = numbers(SpanColumn.RESOURCE);
        }
        return resourceNumbers;
    }

    private int[] scopeNumbers() {
        if (scopeNumbers == null) {
            scopeNumbers = numbers(SpanColumn.SCOPE);
        }
        return scopeNumbers;
    }

    private int[] numbers(SpanColumn column) {
        int[] numbers = new int[rowCount()];
        ColumnData data = rows.spans().column(column);
        if (data != null) {
            LongWindow window = ((ColumnValues.Longs) data.values()).window(WINDOW);
            long[] values = window.array();
            for (int from = 0; from < numbers.length; from += WINDOW) {
                int count = Math.min(WINDOW, numbers.length - from);
                int at = window.load(from, count);
                for (int i = 0; i < count; i++) {
                    numbers[from + i] = (int) values[at + i];
                }
            }
        }
        return numbers;
    }

    private static void addKeys(Set<Field.Attribute> all, Field.Scope scope, Collection<AttributeKey> keys) {
        for (AttributeKey key : keys) {
            if (key.type() != ValueType.EMPTY) {
                all.add(new Field.Attribute(scope, key.key()));
            }
        }
    }

    private static void addNames(Set<Field.Attribute> all, Field.Scope scope, List<List<Attribute>> things) {
        Set<String> known = new HashSet<>();
        for (List<Attribute> attributes : things) {
            for (Attribute attribute : attributes) {
                if (!known.contains(attribute.key())
                        && !(AttributeColumns.find(attributes, attribute.key()) instanceof Value.Nil)) {
                    known.add(attribute.key());
                    all.add(new Field.Attribute(scope, attribute.key()));
                }
            }
        }
    }

    /// Every row has one; looked up once, since asking the table for a column takes longer than reading a
    /// cell.
    private @Nullable ColumnData starts() {
        if (starts == null) {
            starts = rows.spans().column(SpanColumn.START);
        }
        return starts;
    }

    private @Nullable ColumnData durations() {
        if (durations == null) {
            durations = rows.spans().column(SpanColumn.DURATION);
        }
        return durations;
    }

    private TraceFacts facts() {
        TraceFacts known = facts;
        if (known == null) {
            known = new TraceFacts(rows);
            facts = known;
        }
        return known;
    }

    private @Nullable ColumnData ids() {
        if (ids == null) {
            ids = rows.spans().column(SpanColumn.SPAN_ID);
        }
        return ids;
    }
}
