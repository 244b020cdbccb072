package dev.spanflame.querier.pyroscope;

import dev.spanflame.block.profile.LabelMatcher;
import dev.spanflame.block.profile.ProfilePartition;
import dev.spanflame.block.profile.ProfileScan;
import dev.spanflame.block.profile.ProfileSelection;
import dev.spanflame.block.profile.SampleFilter;
import dev.spanflame.block.profile.selector.SelectorParser;
import dev.spanflame.model.Labels;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.querier.v1.AnalyzeQueryRequest;
import dev.spanflame.proto.querier.v1.AnalyzeQueryResponse;
import dev.spanflame.proto.querier.v1.QueryImpact;
import dev.spanflame.proto.querier.v1.QueryScope;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Says what a query would read, without reading any sample. Thread-safe.
///
/// Pyroscope names its components; here `ingester` is what lies in memory and `store-gateway` what lies
/// in blocks.
final class AnalyzeRpc {
    private final ProfileQueries queries;

    AnalyzeRpc(ProfileQueries queries) {
        this.queries = queries;
    }

    AnalyzeQueryResponse analyze(Caller caller, AnalyzeQueryRequest request) throws IOException {
        Window window = Window.of(request.getStart(), request.getEnd());
        List<LabelMatcher> matchers =
                request.getQuery().isBlank() ? List.of() : SelectorParser.parse(request.getQuery());
        ProfileSelection selection =
                new ProfileSelection(matchers, window.nanos(), SampleFilter.ALL, caller.cancelled());
        return queries.askPlaces(caller, window, places -> {
            Set<Labels> series = new HashSet<>();
            QueryScope.Builder live = scope("ingester", places.live(), selection, series);
            QueryScope.Builder stored = scope("store-gateway", places.blocks(), selection, series)
                    .setBlockCount(places.blocks().size())
                    .setProfileBytes(places.blockBytes());
            return AnalyzeQueryResponse.newBuilder()
                    .addQueryScopes(live)
                    .addQueryScopes(stored)
                    .setQueryImpact(QueryImpact.newBuilder()
                            .setTotalBytesInTimeRange(places.blockBytes())
                            .setTotalQueriedSeries(series.size()))
                    .build();
        });
    }

    private static QueryScope.Builder scope(
            String type, List<ProfilePartition> partitions, ProfileSelection selection, Set<Labels> all) {
        Set<Labels> series = new HashSet<>();
        long[] counts = new long[2];
        for (ProfilePartition partition : partitions) {
            ProfileScan.profiles(partition, selection, row -> {
                series.add(partition.labels(partition.rows().series()[row]));
                counts[0]++;
                counts[1] += partition.rows().sampleCounts()[row];
            });
        }
        all.addAll(series);
        return QueryScope.newBuilder()
                .setComponentType(type)
                .setComponentCount(partitions.isEmpty() ? 0 : 1)
                .setSeriesCount(series.size())
                .setProfileCount(counts[0])
                .setSampleCount(counts[1]);
    }
}
