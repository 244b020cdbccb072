package dev.spanflame.traceql.tags;

import dev.spanflame.traceql.eval.PartitionColumns;
import dev.spanflame.traceql.fetch.Column;
import dev.spanflame.traceql.fetch.Elements;
import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.fetch.RowSet;
import dev.spanflame.traceql.fetch.SpanPartition;
import dev.spanflame.traceql.fetch.SpanSource;
import dev.spanflame.traceql.plan.FieldRef;
import dev.spanflame.traceql.plan.Level;
import dev.spanflame.traceql.syntax.tree.FieldExpr;
import dev.spanflame.traceql.syntax.tree.FieldName;
import dev.spanflame.traceql.syntax.tree.Intrinsic;
import dev.spanflame.traceql.syntax.tree.ParentIntrinsic;
import dev.spanflame.traceql.syntax.tree.Position;
import dev.spanflame.traceql.syntax.tree.SpanKind;
import dev.spanflame.traceql.syntax.tree.SpanStatus;
import dev.spanflame.traceql.type.Checker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// Looks up names and values of attributes. Runs in the calling thread.
///
/// Throws [dev.spanflame.model.BackendException] of kind CANCELLED or TIMEOUT when the options end the
/// work.
public final class TagLookup {
    private final SpanSource source;
    private final TagOptions options;

    /// Look-ups in `source`.
    public TagLookup(SpanSource source, TagOptions options) {
        this.source = source;
        this.options = options;
    }

    /// Keys of the attributes that the chosen spans, their resources, instrumentation scopes, events and
    /// links have.
    public TagNames names() throws IOException {
        SpanChoice choice = new SpanChoice(options);
        NameCollector names = new NameCollector(options.maxCount(), options.maxBytes());
        try {
            for (SpanPartition partition : choice.partitions(source)) {
                choice.check();
                if (choice.isWhole(partition)) {
                    partition.attributes().forEach(names::add);
                } else if (options.window().overlaps(partition.range())) {
                    addPresent(partition, choice, names);
                }
            }
        } catch (UncheckedIOException e) {
            throw new IOException("reading spans failed", e);
        }
        return names.result();
    }

    /// Distinct values of a field among the chosen spans; of `.x` those of spans and of resources.
    ///
    /// Status and kind give their words, whatever is stored; durations give nothing: too many to choose from.
    /// Throws [dev.spanflame.model.BackendException] of kind BAD_REQUEST for the parent as a whole.
    public TagValues values(FieldName name) throws IOException {
        Checker.check(new FieldExpr.Reference(name, Position.START));
        FieldName asked = name instanceof ParentIntrinsic(Intrinsic ofParent) ? ofParent : name;
        if (asked == Intrinsic.STATUS) {
            return statuses();
        }
        if (asked == Intrinsic.KIND) {
            return kinds();
        }
        return isDuration(asked) ? TagValues.EMPTY : stored(FieldRef.of(name));
    }

    private TagValues stored(FieldRef field) throws IOException {
        SpanChoice choice = new SpanChoice(options);
        ValueCollector values = new ValueCollector(options.maxCount(), options.maxBytes());
        try {
            for (SpanPartition partition : choice.partitions(source, field)) {
                choice.check();
                if (values.isTruncated()) {
                    break;
                }
                if (options.window().overlaps(partition.range())) {
                    addValues(partition, field, choice, values);
                }
            }
        } catch (UncheckedIOException e) {
            throw new IOException("reading spans failed", e);
        }
        return values.result();
    }

    private static void addValues(SpanPartition partition, FieldRef field, SpanChoice choice, ValueCollector values) {
        if (choice.isWhole(partition) && field.level() == Level.SPAN && !(field instanceof FieldRef.OfParent)) {
            field.fields().forEach(stored -> partition.distinct(stored, values::add));
            return;
        }
        PartitionColumns columns = new PartitionColumns(partition);
        RowSet rows = choice.rows(columns);
        if (rows.isEmpty()) {
            return;
        }
        if (field.level() != Level.SPAN) {
            Elements elements = columns.elements(field.level());
            columns.column(field).distinct(elementsOf(elements, rows), values::add);
            return;
        }
        for (Field stored : field.fields()) {
            FieldRef own = new FieldRef.Stored(stored);
            FieldRef asked = field instanceof FieldRef.OfParent ? new FieldRef.OfParent(own) : own;
            columns.column(asked).distinct(rows, values::add);
        }
    }

    /// Looks only for names that no partition before had: most partitions have the same.
    private static void addPresent(SpanPartition partition, SpanChoice choice, NameCollector names) {
        List<Field.Attribute> unknown = new ArrayList<>(partition.attributes());
        unknown.removeIf(names::has);
        PartitionColumns columns = new PartitionColumns(partition);
        RowSet rows = unknown.isEmpty() ? new RowSet(0) : choice.rows(columns);
        if (rows.isEmpty()) {
            return;
        }
        RowSet events = elementsOf(partition.events(), rows);
        RowSet links = elementsOf(partition.links(), rows);
        for (Field.Attribute attribute : unknown) {
            choice.check();
            FieldRef field = new FieldRef.Stored(attribute);
            Column column = columns.column(field);
            RowSet candidates = switch (field.level()) {
                case SPAN -> rows;
                case EVENT -> events;
                case LINK -> links;
            };
            RowSet present = new RowSet(candidates.size());
            column.present(candidates, present);
            if (!present.isEmpty()) {
                names.add(attribute);
            }
        }
    }

    private static RowSet elementsOf(Elements elements, RowSet rows) {
        RowSet out = new RowSet(elements.count());
        for (int element = 0; element < elements.count(); element++) {
            if (rows.contains(elements.spanRow(element))) {
                out.add(element);
            }
        }
        return out;
    }

    private static boolean isDuration(FieldName name) {
        return name == Intrinsic.DURATION
                || name == Intrinsic.TRACE_DURATION
                || name == Intrinsic.EVENT_TIME_SINCE_START;
    }

    private static TagValues statuses() {
        List<TagValue> values = new ArrayList<>();
        for (SpanStatus status : SpanStatus.values()) {
            values.add(new TagValue("keyword", status.text()));
        }
        return new TagValues(values, false);
    }

    private static TagValues kinds() {
        List<TagValue> values = new ArrayList<>();
        for (SpanKind kind : SpanKind.values()) {
            values.add(new TagValue("keyword", kind.text()));
        }
        return new TagValues(values, false);
    }
}
