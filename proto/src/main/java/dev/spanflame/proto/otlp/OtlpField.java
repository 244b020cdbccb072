package dev.spanflame.proto.otlp;

/// Tags (field number times eight plus wire type) of OTLP's trace messages, opentelemetry-proto 1.11.
final class OtlpField {
    static final int REQUEST_RESOURCE_SPANS = 1 << 3 | WireReader.BYTES;

    static final int RESOURCE_SPANS_RESOURCE = 1 << 3 | WireReader.BYTES;
    static final int RESOURCE_SPANS_SCOPE_SPANS = 2 << 3 | WireReader.BYTES;
    static final int RESOURCE_SPANS_SCHEMA_URL = 3 << 3 | WireReader.BYTES;

    static final int RESOURCE_ATTRIBUTES = 1 << 3 | WireReader.BYTES;
    static final int RESOURCE_DROPPED_ATTRIBUTES = 2 << 3 | WireReader.VARINT;
    static final int RESOURCE_ENTITY_REFS = 3 << 3 | WireReader.BYTES;

    static final int ENTITY_SCHEMA_URL = 1 << 3 | WireReader.BYTES;
    static final int ENTITY_TYPE = 2 << 3 | WireReader.BYTES;
    static final int ENTITY_ID_KEYS = 3 << 3 | WireReader.BYTES;
    static final int ENTITY_DESCRIPTION_KEYS = 4 << 3 | WireReader.BYTES;

    static final int SCOPE_SPANS_SCOPE = 1 << 3 | WireReader.BYTES;
    static final int SCOPE_SPANS_SPANS = 2 << 3 | WireReader.BYTES;
    static final int SCOPE_SPANS_SCHEMA_URL = 3 << 3 | WireReader.BYTES;

    static final int SCOPE_NAME = 1 << 3 | WireReader.BYTES;
    static final int SCOPE_VERSION = 2 << 3 | WireReader.BYTES;
    static final int SCOPE_ATTRIBUTES = 3 << 3 | WireReader.BYTES;
    static final int SCOPE_DROPPED_ATTRIBUTES = 4 << 3 | WireReader.VARINT;

    static final int SPAN_TRACE_ID = 1 << 3 | WireReader.BYTES;
    static final int SPAN_SPAN_ID = 2 << 3 | WireReader.BYTES;
    static final int SPAN_TRACE_STATE = 3 << 3 | WireReader.BYTES;
    static final int SPAN_PARENT_SPAN_ID = 4 << 3 | WireReader.BYTES;
    static final int SPAN_NAME = 5 << 3 | WireReader.BYTES;
    static final int SPAN_KIND = 6 << 3 | WireReader.VARINT;
    static final int SPAN_START = 7 << 3 | WireReader.FIXED64;
    static final int SPAN_END = 8 << 3 | WireReader.FIXED64;
    static final int SPAN_ATTRIBUTES = 9 << 3 | WireReader.BYTES;
    static final int SPAN_DROPPED_ATTRIBUTES = 10 << 3 | WireReader.VARINT;
    static final int SPAN_EVENTS = 11 << 3 | WireReader.BYTES;
    static final int SPAN_DROPPED_EVENTS = 12 << 3 | WireReader.VARINT;
    static final int SPAN_LINKS = 13 << 3 | WireReader.BYTES;
    static final int SPAN_DROPPED_LINKS = 14 << 3 | WireReader.VARINT;
    static final int SPAN_STATUS = 15 << 3 | WireReader.BYTES;
    static final int SPAN_FLAGS = 16 << 3 | WireReader.FIXED32;

    static final int EVENT_TIME = 1 << 3 | WireReader.FIXED64;
    static final int EVENT_NAME = 2 << 3 | WireReader.BYTES;
    static final int EVENT_ATTRIBUTES = 3 << 3 | WireReader.BYTES;
    static final int EVENT_DROPPED_ATTRIBUTES = 4 << 3 | WireReader.VARINT;

    static final int LINK_TRACE_ID = 1 << 3 | WireReader.BYTES;
    static final int LINK_SPAN_ID = 2 << 3 | WireReader.BYTES;
    static final int LINK_TRACE_STATE = 3 << 3 | WireReader.BYTES;
    static final int LINK_ATTRIBUTES = 4 << 3 | WireReader.BYTES;
    static final int LINK_DROPPED_ATTRIBUTES = 5 << 3 | WireReader.VARINT;
    static final int LINK_FLAGS = 6 << 3 | WireReader.FIXED32;

    static final int STATUS_MESSAGE = 2 << 3 | WireReader.BYTES;
    static final int STATUS_CODE = 3 << 3 | WireReader.VARINT;

    static final int KEY_VALUE_KEY = 1 << 3 | WireReader.BYTES;
    static final int KEY_VALUE_VALUE = 2 << 3 | WireReader.BYTES;

    static final int ANY_STRING = 1 << 3 | WireReader.BYTES;
    static final int ANY_BOOL = 2 << 3 | WireReader.VARINT;
    static final int ANY_INT = 3 << 3 | WireReader.VARINT;
    static final int ANY_DOUBLE = 4 << 3 | WireReader.FIXED64;
    static final int ANY_ARRAY = 5 << 3 | WireReader.BYTES;
    static final int ANY_MAP = 6 << 3 | WireReader.BYTES;
    static final int ANY_BYTES = 7 << 3 | WireReader.BYTES;
    /// An index into the string table of the profiles signal; in traces it counts as no value.
    static final int ANY_STRING_INDEX = 8 << 3 | WireReader.VARINT;

    static final int LIST_VALUES = 1 << 3 | WireReader.BYTES;

    private OtlpField() {}
}
