package dev.spanflame.generator.graph;

/// What a [ServiceGraphs] counts about itself.
///
/// @param edges calls of which a first half was seen
/// @param expiredClients halves of the calling side whose other half did not come in time and
/// cannot be guessed
/// @param expiredServers halves of the called side of which that is so
/// @param droppedSpans halves for which there was no room
/// @param droppedEdges calls of which the filter left out a half
/// @param waiting halves that wait now
public record GraphCounts(
        long edges, long expiredClients, long expiredServers, long droppedSpans, long droppedEdges, long waiting) {}
