package dev.spanflame.profiler;

/// What a [ContinuousProfiler] has done so far.
///
/// @param recorded windows recorded
/// @param sent uploads the server took
/// @param sentBytes their compressed size together
/// @param retries attempts after the first, for all uploads together
/// @param dropped recordings that were lost: refused by the server, pushed out by newer ones while the server could
///     not be reached, larger than the memory allowed for all of them, or left over at the end
/// @param failed windows that async-profiler could not record
public record ProfilerStatistics(long recorded, long sent, long sentBytes, long retries, long dropped, long failed) {}
