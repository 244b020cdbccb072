package dev.spanflame.server.config;

import dev.spanflame.server.config.value.ByteSize;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// Limits of queries.
///
/// @param maxConcurrent Queries that run at once; more wait.
/// @param timeout       Time one query may take, waiting included.
/// @param maxBytes      Memory that one query may take until its answer is sent; all others together half as much.
///     A MiB of each is free. 0: a quarter of the shared heap.
/// @param traceSlack    How far outside of a query's window blocks are consulted to complete a trace.
/// @param mcp           Whether assistants may ask at `/api/mcp`, see [mcp.md](mcp.md).
/// @param mcpOrigins    Origins of web pages that may ask there besides those of this machine, with commas
/// between them, such as `https://grafana.example.com`.
/// @param warmUp        Processor time that a process spends on made-up profiles, spans and queries after its start, so
/// that the first real ones are fast; they give way to requests. 0: none.
public record Query(
        int maxConcurrent,
        Duration timeout,
        ByteSize maxBytes,
        Duration traceSlack,
        boolean mcp,
        String mcpOrigins,
        Duration warmUp) {
    /// Checks ranges.
    public Query {
        new Rules()
                .within("max-concurrent", maxConcurrent, 1, 10_000)
                .positive("timeout", timeout)
                .check();
    }

    /// [#mcpOrigins] in lower case.
    public Set<String> mcpOriginList() {
        return Arrays.stream(mcpOrigins.toLowerCase(Locale.ROOT).split(","))
                .map(String::strip)
                .filter(origin -> !origin.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /// 16 at once, a minute each, an hour of slack, 12 seconds to warm up.
    public static Query defaults() {
        return new Query(
                16, Duration.ofMinutes(1), new ByteSize(0), Duration.ofHours(1), true, "", Duration.ofSeconds(12));
    }
}
