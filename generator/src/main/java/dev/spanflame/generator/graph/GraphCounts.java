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
        long edges, long expiredClients, long expiredServers, long droppedSpans, long droppedEdges, long waiting) {
    /// Nothing counted.
    public static final GraphCounts NONE = new GraphCounts(0, 0, 0, 0, 0, 0);

    /// These and those.
    public GraphCounts plus(GraphCounts other) {
        return new GraphCounts(
                edges + other.edges,
                expiredClients + other.expiredClients,
                expiredServers + other.expiredServers,
                droppedSpans + other.droppedSpans,
                droppedEdges + other.droppedEdges,
                waiting + other.waiting);
    }

    /// These once nothing waits any more: what waited was dropped.
    public GraphCounts abandoned() {
        return new GraphCounts(edges, expiredClients, expiredServers, droppedSpans + waiting, droppedEdges, 0);
    }
}
