/// Opens blocks of traces. Start with [StoredBlock]; [StoredRows] are its rows, whose columns [StoredTable] fetches
/// when they are asked for.
@NullMarked
package dev.spanflame.block.trace.store.read;

import org.jspecify.annotations.NullMarked;
