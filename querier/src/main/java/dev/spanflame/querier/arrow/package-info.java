/// Arrow IPC streams: tables for pandas, polars, DuckDB and their kin. Start with
/// [dev.spanflame.querier.arrow.ArrowReply].
///
/// What is written is the streaming format of Arrow's columnar specification, metadata version V5: a schema, record
/// batches of at most [dev.spanflame.querier.arrow.ArrowWriter#MAX_ROWS] rows, the mark of the end. No dictionaries, no
/// compression.
@NullMarked
package dev.spanflame.querier.arrow;

import org.jspecify.annotations.NullMarked;
