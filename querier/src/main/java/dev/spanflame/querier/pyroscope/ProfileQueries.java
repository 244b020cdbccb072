package dev.spanflame.querier.pyroscope;

import dev.spanflame.block.profile.FlameGraphBuilder;
import dev.spanflame.block.profile.Forest;
import dev.spanflame.block.profile.LabelMatcher;
import dev.spanflame.block.profile.ProfilePartition;
import dev.spanflame.block.profile.ProfileSelection;
import dev.spanflame.block.profile.SampleFilter;
import dev.spanflame.block.profile.SeriesRequest;
import dev.spanflame.block.profile.SeriesRequest.Aggregation;
import dev.spanflame.block.profile.SeriesSums;
import dev.spanflame.block.profile.StackMerge;
import dev.spanflame.model.profile.FlameGraph;
import dev.spanflame.model.profile.ProfileType;
import dev.spanflame.model.profile.SeriesLabels;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.querier.gate.HeapBudget;
import dev.spanflame.querier.profiles.CallSite;
import dev.spanflame.querier.profiles.ProfileStore;
import dev.spanflame.querier.profiles.ProfileStore.Scope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Flame graphs and series of profiles, for every form of the API. Thread-safe.
final class ProfileQueries {
    /// Heap that a stack takes on its way into a flame graph: about 40 frames of its own, 50 bytes each.
    private static final long STACK_BYTES = 2000;

    private final ProfileStore store;
    private final HeapBudget budget;

    /// All flame graphs that are made at once may take about `maxBytes` of heap, and the frames of one half
    /// of that.
    ProfileQueries(ProfileStore store, long maxBytes) {
        this.store = store;
        this.budget = new HeapBudget(maxBytes);
    }

    /// Which profiles of one type.
    record Selected(ProfileType type, List<LabelMatcher> matchers, Window window) {
        /// From the texts of a request; throws [BackendException] of kind BAD_REQUEST for any that is not
        /// valid.
        static Selected parse(String type, String selector, Window window) {
            ProfileType parsed = ProfileType.parse(type);
            List<LabelMatcher> matchers = new ArrayList<>(SelectorParser.parse(selector));
            matchers.add(LabelMatcher.equal(SeriesLabels.PROFILE_TYPE, parsed.id()));
            return new Selected(parsed, matchers, window);
        }
    }

    /// What is to be drawn of the selected profiles.
    record Drawing(SampleFilter filter, List<String> callSite, int maxNodes) {}

    FlameGraph flameGraph(Caller caller, Selected selected, Drawing drawing) throws IOException {
        Scope scope = new Scope(caller.tenants(), selected.window().nanos(), caller.cancelled());
        ProfileSelection selection = new ProfileSelection(
                selected.matchers(), selected.window().nanos(), drawing.filter(), caller.cancelled());
        return store.ask(scope, partitions -> {
            try (HeapBudget.Share _ = budget.take(heapOf(partitions), caller.cancelled())) {
                return draw(partitions, selection, drawing);
            }
        });
    }

    private FlameGraph draw(List<ProfilePartition> partitions, ProfileSelection selection, Drawing drawing) {
        Forest forest = new Forest(budget.bytes() / 2);
        partitions.forEach(partition -> StackMerge.add(partition, selection, forest));
        return FlameGraphBuilder.build(CallSite.cut(forest, drawing.callSite()), drawing.maxNodes());
    }

    private static long heapOf(List<ProfilePartition> partitions) {
        return partitions.stream().mapToLong(ProfilePartition::stackCount).sum() * STACK_BYTES;
    }

    /// Sums over time; `stepMillis` and `groupBy` as [SeriesRequest] has them.
    List<SeriesSums.Series> series(
            Caller caller, Selected selected, long stepMillis, List<String> groupBy, Aggregation aggregation)
            throws IOException {
        Window window = selected.window();
        SeriesRequest request = new SeriesRequest(
                selected.matchers(),
                window.startMillis(),
                window.endMillis(),
                stepMillis,
                groupBy,
                aggregation,
                caller.cancelled());
        Scope scope = new Scope(caller.tenants(), window.earlier(stepMillis).nanos(), caller.cancelled());
        return store.ask(scope, partitions -> SeriesSums.sum(partitions, request));
    }
}
