package dev.spanflame.generator.span;

import dev.spanflame.generator.label.KeyBuffer;
import dev.spanflame.model.trace.AttributeTable;
import dev.spanflame.model.trace.RowTable;
import dev.spanflame.model.trace.SpanBatch;
import dev.spanflame.model.trace.SpanBatch.ResourceColumn;
import dev.spanflame.model.trace.SpanBatch.SpanColumn;
import dev.spanflame.model.trace.TextRef;
import java.util.Arrays;

/// A cursor on one span of a batch and its resource. Reading allocates nothing. Not thread-safe.
public final class SpanRow {
    private static final byte[] NONE = new byte[0];
    private static final byte[] SERVICE_NAME = AttributeKeys.bytes("service.name");

    private SpanBatch batch = new SpanBatch();
    private RowTable<SpanColumn> spans = batch.spans();
    private AttributeTable attributes = batch.attributes();
    private int row;
    private int resource = -1;
    private int resourceFrom;
    private int resourceTo;
    private int spanFrom;
    private int spanTo;
    private byte[] service = NONE;
    private long nowMillis;

    /// A cursor on nothing.
    public SpanRow() {}

    /// Moves to the spans of `batch`, which arrived at `millis` since the epoch.
    public void open(SpanBatch spanBatch, long millis) {
        batch = spanBatch;
        spans = spanBatch.spans();
        attributes = spanBatch.attributes();
        resource = -1;
        nowMillis = millis;
    }

    /// Moves to a span; true when its resource is not that of the span before. Hot path.
    public boolean moveTo(int spanRow) {
        row = spanRow;
        spanFrom = spans.getInt(SpanColumn.ATTRIBUTES_FROM, spanRow);
        spanTo = spans.getInt(SpanColumn.ATTRIBUTES_TO, spanRow);
        int its = spans.getInt(SpanColumn.RESOURCE, spanRow);
        if (its == resource) {
            return false;
        }
        resource = its;
        resourceFrom = batch.resources().getInt(ResourceColumn.ATTRIBUTES_FROM, its);
        resourceTo = batch.resources().getInt(ResourceColumn.ATTRIBUTES_TO, its);
        service = resourceText(SERVICE_NAME);
        return true;
    }

    /// The cell of the span.
    public long get(SpanColumn column) {
        return spans.get(column, row);
    }

    /// Time of arrival of the batch, milliseconds since the epoch.
    public long nowMillis() {
        return nowMillis;
    }

    /// Duration in seconds.
    public double seconds() {
        return (get(SpanColumn.END) - get(SpanColumn.START)) / 1e9;
    }

    /// `service.name` of the resource; empty when it has none. Shared: not to be changed.
    public byte[] service() {
        return service;
    }

    /// The batch.
    public SpanBatch batch() {
        return batch;
    }

    /// Rows of the resource's attributes begin here.
    public int resourceFrom() {
        return resourceFrom;
    }

    /// Rows of the resource's attributes end before this.
    public int resourceTo() {
        return resourceTo;
    }

    /// Row of the span's attribute `key`; -1 when it has none. Hot path.
    public int inSpan(byte[] key) {
        return find(key, spanFrom, spanTo);
    }

    /// Row of the resource's attribute `key`; -1 when it has none. Hot path.
    public int inResource(byte[] key) {
        return find(key, resourceFrom, resourceTo);
    }

    /// Row of the attribute `key` of the resource, else of the span; -1 when neither has it. Hot path.
    public int find(byte[] key) {
        int found = inResource(key);
        return found >= 0 ? found : inSpan(key);
    }

    /// The last attribute of a key counts.
    private int find(byte[] key, int from, int to) {
        byte[] bytes = batch.bytes();
        for (int i = to - 1; i >= from; i--) {
            long ref = attributes.key(i);
            if (TextRef.length(ref) == key.length) {
                int at = TextRef.offset(ref);
                if (Arrays.equals(bytes, at, at + key.length, key, 0, key.length)) {
                    return i;
                }
            }
        }
        return -1;
    }

    /// Adds the text of an attribute's value to the value begun in `out`; -1 adds nothing. Hot path.
    public void append(int attribute, KeyBuffer out) {
        if (attribute >= 0) {
            AttributeText.append(batch, attribute, out);
        }
    }

    /// Adds the text of a cell that refers to text as a whole value. Hot path.
    public void addText(SpanColumn column, KeyBuffer out) {
        long ref = get(column);
        out.add(batch.bytes(), TextRef.offset(ref), TextRef.length(ref));
    }

    /// Text of a value, for what is kept longer than the batch; empty for -1.
    public byte[] copy(int attribute) {
        return attribute < 0 ? NONE : AttributeText.copy(batch, attribute);
    }

    /// Text of the resource's attribute `key`; empty when it has none.
    public byte[] resourceText(byte[] key) {
        return copy(inResource(key));
    }
}
