package dev.spanflame.generator.graph;

import dev.spanflame.generator.span.SpanFilter;
import dev.spanflame.generator.span.SpanWeight;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/// How [ServiceGraphs] are made.
///
/// @param requests whether calls are counted
/// @param latency whether their durations are
/// @param connectionInfo whether `traces_service_graph_connection_info` is made
/// @param maxWait how long half of a call waits for the other
/// @param maxItems most halves that wait
/// @param bounds upper bounds of the buckets, seconds, ascending
/// @param dimensions attributes that are labels, looked for in the resource, then in the span
/// @param sidePrefix whether they are labels of each side, `client_` and `server_`
/// @param messagingLatency whether the time between sending and receiving a message is measured
/// @param virtualNodeLabel whether a label `virtual_node` says which side sends no spans
/// @param peerAttributes attributes of a span that name a side which sends no spans, the first that
/// is there
/// @param databaseAttributes attributes that tell that a call goes to a database, and name it
/// @param weight how many spans one stands for
/// @param filter which spans count
/// @param owners which of several processes puts the calls of a trace together
/// @param peers where those take halves, in the order of their numbers; empty for one
public record ServiceGraphSettings(
        boolean requests,
        boolean latency,
        boolean connectionInfo,
        Duration maxWait,
        int maxItems,
        List<Double> bounds,
        List<String> dimensions,
        boolean sidePrefix,
        boolean messagingLatency,
        boolean virtualNodeLabel,
        List<String> peerAttributes,
        List<String> databaseAttributes,
        SpanWeight weight,
        SpanFilter filter,
        EdgeOwners owners,
        List<URI> peers) {}
