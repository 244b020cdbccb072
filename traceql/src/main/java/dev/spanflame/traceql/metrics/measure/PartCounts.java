package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.traceql.type.Value;

/// How often values of one attribute came up in one partition. Value `i` came up in the slots `slots[from...to)`,
/// `counts[...]` times in each, where `from` is `ends[i - 1]`, or 0, and `to` is `ends[i]`; `rest` has by slot those
/// too rare to be told apart. The arrays must not change.
record PartCounts(Value[] values, int[] ends, int[] slots, int[] counts, int[] rest) {}
