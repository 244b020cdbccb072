/// OTLP traces: from wire bytes and JSON to columns, from columns to records, from records to messages and JSON.
///
/// Start at [OtlpSpanDecoder], through which every span enters; [OtlpJsonReader] turns OTLP/JSON into the bytes it
/// reads. [SpanRecords] makes records of its columns, [TraceMessages] and [TraceJson] make answers of records.
@NullMarked
package dev.spanflame.proto.otlp;

import org.jspecify.annotations.NullMarked;
