package dev.spanflame.model.trace;

import java.util.Arrays;
import java.util.BitSet;

/// Spans of one request as columns: what a decoder makes and what WAL, live data and limits work on.
///
/// Texts are [TextRef]s into [#bytes]. The attributes of a resource, scope, span, event or link are the rows
/// `[ATTRIBUTES_FROM, ATTRIBUTES_TO)` of [#attributes]; the events and links of a span are rows of [#events] and
/// [#links] in the same way. Spans with invalid ids are not in the table: they are in [#refused].
///
/// A batch is filled by one thread and may be cleared and used again. Not thread-safe.
public final class SpanBatch {
    /// Columns of [#resources].
    public enum ResourceColumn {
        ATTRIBUTES_FROM,
        ATTRIBUTES_TO,
        DROPPED_ATTRIBUTES,
        SCHEMA_URL,
        /// The experimental `entity_refs` fields as received, tags included.
        ENTITY_REFS
    }

    /// Columns of [#scopes].
    public enum ScopeColumn {
        NAME,
        VERSION,
        ATTRIBUTES_FROM,
        ATTRIBUTES_TO,
        DROPPED_ATTRIBUTES,
        SCHEMA_URL
    }

    /// Columns of [#spans].
    public enum SpanColumn {
        TRACE_HIGH,
        TRACE_LOW,
        SPAN_ID,
        /// 0 when none was sent.
        PARENT_ID,
        TRACE_STATE,
        /// OTLP's 32 flag bits.
        FLAGS,
        NAME,
        KIND,
        /// Nanoseconds since the epoch.
        START,
        /// Nanoseconds since the epoch, never before START.
        END,
        ATTRIBUTES_FROM,
        ATTRIBUTES_TO,
        DROPPED_ATTRIBUTES,
        EVENTS_FROM,
        EVENTS_TO,
        DROPPED_EVENTS,
        LINKS_FROM,
        LINKS_TO,
        DROPPED_LINKS,
        STATUS,
        STATUS_MESSAGE,
        /// Row of [SpanBatch#resources].
        RESOURCE,
        /// Row of [SpanBatch#scopes].
        SCOPE,
        /// Position in the request, refused spans counted.
        ORDINAL,
        /// Size of the encoded `Span` message, in bytes.
        WIRE_BYTES
    }

    /// Columns of [#events].
    public enum EventColumn {
        TIME,
        NAME,
        ATTRIBUTES_FROM,
        ATTRIBUTES_TO,
        DROPPED_ATTRIBUTES
    }

    /// Columns of [#links].
    public enum LinkColumn {
        TRACE_HIGH,
        TRACE_LOW,
        SPAN_ID,
        TRACE_STATE,
        ATTRIBUTES_FROM,
        ATTRIBUTES_TO,
        DROPPED_ATTRIBUTES,
        FLAGS
    }

    /// Why a span was refused while its neighbours were kept.
    public enum Refusal {
        /// Trace id not of 16 bytes, or all zero.
        INVALID_TRACE_ID,
        /// Span id not of 8 bytes, or all zero.
        INVALID_SPAN_ID,
        /// The trace already has the largest number of spans allowed.
        TRACE_TOO_LARGE,
        /// It ended so long ago that it would be deleted at once.
        TOO_OLD,
        /// It ends too far in the future.
        TOO_NEW
    }

    /// Oddities that are kept and counted.
    public enum Oddity {
        END_BEFORE_START,
        START_ZERO,
        INVALID_PARENT_ID,
        UNKNOWN_KIND,
        INVALID_UTF8,
        /// Trace or span id of a link of another size than an id has.
        INVALID_LINK_ID
    }

    private final RowTable<ResourceColumn> resources = new RowTable<>(ResourceColumn.class);
    private final RowTable<ScopeColumn> scopes = new RowTable<>(ScopeColumn.class);
    private final RowTable<SpanColumn> spans = new RowTable<>(SpanColumn.class);
    private final RowTable<EventColumn> events = new RowTable<>(EventColumn.class);
    private final RowTable<LinkColumn> links = new RowTable<>(LinkColumn.class);
    private final AttributeTable attributes = new AttributeTable();
    private final BitSet refused = new BitSet();
    private final int[] refusals = new int[Refusal.values().length];
    private final int[] oddities = new int[Oddity.values().length];
    private byte[] bytes = new byte[0];
    private int bytesSize;
    private boolean bytesOwned;

    /// Empties the batch and makes `request` its text; the array must not change afterwards.
    public void reset(byte[] request) {
        resources.clear();
        scopes.clear();
        spans.clear();
        events.clear();
        links.clear();
        attributes.clear();
        refused.clear();
        Arrays.fill(refusals, 0);
        Arrays.fill(oddities, 0);
        bytes = request;
        bytesSize = request.length;
        bytesOwned = false;
    }

    /// Distinct resources in order of the request.
    public RowTable<ResourceColumn> resources() {
        return resources;
    }

    /// Scopes in order of the request.
    public RowTable<ScopeColumn> scopes() {
        return scopes;
    }

    /// Spans that were not refused, in order of the request.
    public RowTable<SpanColumn> spans() {
        return spans;
    }

    /// Events of all spans.
    public RowTable<EventColumn> events() {
        return events;
    }

    /// Links of all spans.
    public RowTable<LinkColumn> links() {
        return links;
    }

    /// Attributes of all owners.
    public AttributeTable attributes() {
        return attributes;
    }

    /// The bytes that [TextRef]s point into.
    public byte[] bytes() {
        return bytes;
    }

    /// Appends text that is not in the request (a repaired string, say) and returns its [TextRef].
    public long addText(byte[] text) {
        if (!bytesOwned || bytesSize + text.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.addExact(bytesSize, Math.max(text.length, 256)) * 5 / 4);
            bytesOwned = true;
        }
        System.arraycopy(text, 0, bytes, bytesSize, text.length);
        long ref = TextRef.of(bytesSize, text.length);
        bytesSize += text.length;
        return ref;
    }

    /// Ordinals of the refused spans.
    public BitSet refused() {
        return refused;
    }

    /// Notes that the span at `ordinal` of the request is refused.
    public void refuse(int ordinal, Refusal why) {
        refused.set(ordinal);
        refusals[why.ordinal()]++;
    }

    /// Number of spans refused for this reason.
    public int refusedCount(Refusal why) {
        return refusals[why.ordinal()];
    }

    /// Notes an oddity that is kept.
    public void note(Oddity oddity) {
        oddities[oddity.ordinal()]++;
    }

    /// Number of oddities of this kind.
    public int oddityCount(Oddity oddity) {
        return oddities[oddity.ordinal()];
    }

    /// Text at `ref`, for doors and tests.
    public String text(long ref) {
        return new String(bytes, TextRef.offset(ref), TextRef.length(ref), java.nio.charset.StandardCharsets.UTF_8);
    }
}
