package dev.spanflame.querier.pyroscope;

import dev.spanflame.block.profile.FlameGraphBuilder;
import dev.spanflame.block.profile.FlameGraphDiffBuilder;
import dev.spanflame.block.profile.Forest;
import dev.spanflame.block.profile.LabelMatcher;
import dev.spanflame.block.profile.ProfilePartition;
import dev.spanflame.block.profile.ProfileSelection;
import dev.spanflame.block.profile.SampleFilter;
import dev.spanflame.block.profile.SeriesRequest;
import dev.spanflame.block.profile.SeriesRequest.Aggregation;
import dev.spanflame.block.profile.SeriesSums;
import dev.spanflame.block.profile.StackMerge;
import dev.spanflame.block.profile.StackPattern;
import dev.spanflame.block.profile.StackValues;
import dev.spanflame.block.profile.code.NamedStacks;
import dev.spanflame.block.profile.selector.SelectorParser;
import dev.spanflame.block.profile.store.ProfileBlocks;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.profile.FlameGraph;
import dev.spanflame.model.profile.FlameGraphDiff;
import dev.spanflame.model.profile.ProfileType;
import dev.spanflame.model.profile.SeriesLabels;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.querier.gate.HeapBudget;
import dev.spanflame.querier.profiles.CallSite;
import dev.spanflame.querier.profiles.ExemplarKind;
import dev.spanflame.querier.profiles.PointSeries;
import dev.spanflame.querier.profiles.PointSeries.Narrowing;
import dev.spanflame.querier.profiles.ProfileStore;
import dev.spanflame.querier.profiles.ProfileStore.Scope;
import dev.spanflame.querier.symbols.NativeFrames;
import dev.spanflame.querier.symbols.NativeFrames.Names;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Flame graphs and series of profiles, for every form of the API. Thread-safe.
final class ProfileQueries {
    /// Heap that a stack takes on its way into a flame graph: about 40 frames of its own, 50 bytes
    /// each.
    private static final long STACK_BYTES = 2000;

    private final ProfileStore store;
    private final Optional<SpanSelection> spans;
    private final HeapBudget budget;
    private final NativeFrames natives;

    /// All flame graphs that are made at once may take about `maxBytes` of heap, and the frames of one
    /// half of that. With `spans`, samples are found by thread and time where none names a span that is
    /// asked for; `natives` names the frames of native programs.
    ProfileQueries(ProfileStore store, Optional<SpanSelection> spans, long maxBytes, NativeFrames natives) {
        this.natives = natives;
        this.store = store;
        this.spans = spans;
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

        /// The request for series of these profiles; `stepMillis` and `groupBy` as [SeriesRequest] has
        /// them.
        SeriesRequest series(Caller caller, long stepMillis, List<String> groupBy, Aggregation aggregation) {
            return new SeriesRequest(
                    matchers,
                    window.startMillis(),
                    window.endMillis(),
                    stepMillis,
                    groupBy,
                    aggregation,
                    caller.cancelled());
        }
    }

    /// What is to be drawn of the selected profiles; `callSite` names the outermost functions, all
    /// stacks where empty; of these, those that `within` takes.
    record Drawing(SampleFilter filter, List<String> callSite, int maxNodes, Optional<StackPattern> within) {
        /// Of all stacks below the call site.
        Drawing(SampleFilter filter, List<String> callSite, int maxNodes) {
            this(filter, callSite, maxNodes, Optional.empty());
        }

        /// The same of other samples.
        Drawing with(SampleFilter other) {
            return new Drawing(other, callSite, maxNodes, within);
        }

        /// Of all samples.
        static Drawing whole(int maxNodes) {
            return new Drawing(SampleFilter.ALL, List.of(), maxNodes);
        }

        private Drawing withoutCallSite() {
            return new Drawing(filter, List.of(), maxNodes, within);
        }
    }

    /// Profiles and what is to be drawn of them.
    record Asked(Selected selected, Drawing drawing) {}

    FlameGraph flameGraph(Caller caller, Selected selected, Drawing drawing) throws IOException {
        // frames that are too small to be drawn need not be made
        Supplier<Forest> forests = drawing.callSite().isEmpty() && drawing.maxNodes() > 0
                ? () -> Forest.growing(forestBytes())
                : () -> new Forest(forestBytes());
        return merged(
                caller,
                selected,
                partitions -> FlameGraphBuilder.build(
                        found(
                                caller,
                                new Asked(selected, drawing),
                                each -> named(partitions, caller, each, forests.get())),
                        drawing.maxNodes()));
    }

    /// The selected stacks by the names of functions, handed to `draw`.
    <T> T stacks(Caller caller, Asked asked, Function<Forest, T> draw) throws IOException {
        return merged(
                caller,
                asked.selected(),
                partitions -> draw.apply(
                        found(caller, asked, each -> named(partitions, caller, each, new Forest(forestBytes())))));
    }

    /// What `merge` finds; where that is nothing, what it finds by thread and time.
    private Forest found(Caller caller, Asked asked, Function<Asked, Forest> merge) {
        Forest forest = merge.apply(asked);
        if (forest.size() > 0) {
            return forest;
        }
        return byThread(caller, asked.drawing().filter(), asked.selected().window())
                .map(filter ->
                        merge.apply(new Asked(asked.selected(), asked.drawing().with(filter))))
                .orElse(forest);
    }

    private Optional<SampleFilter> byThread(Caller caller, SampleFilter filter, Window window) {
        try {
            return spans.isEmpty() ? Optional.empty() : spans.get().byThread(caller, filter, window.nanos());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The selected stacks with [dev.spanflame.block.profile.code.FrameText]s for names, handed to
    /// `draw`.
    <T> T code(Caller caller, Asked asked, Function<Forest, T> draw) throws IOException {
        return merged(
                caller,
                asked.selected(),
                partitions -> draw.apply(found(caller, asked, each -> described(partitions, caller, each))));
    }

    /// The stacks of two selections of one type.
    FlameGraphDiff diff(Caller caller, Asked left, Asked right, int maxNodes) throws IOException {
        requireOneType(left, right);
        // Both sides are held while one is made of them, so each may be half as large as usual.
        Forest base = half(caller, left, Function.identity());
        return half(caller, right, forest -> FlameGraphDiffBuilder.build(base, forest, maxNodes));
    }

    private <T> T half(Caller caller, Asked asked, Function<Forest, T> draw) throws IOException {
        return merged(
                caller,
                asked.selected(),
                partitions -> draw.apply(
                        found(caller, asked, each -> named(partitions, caller, each, new Forest(forestBytes() / 2)))));
    }

    /// Throws [BackendException] of kind BAD_REQUEST when two selections are of different types.
    static void requireOneType(Asked left, Asked right) {
        if (!left.selected().type().equals(right.selected().type())) {
            throw BackendException.badRequest(
                    "different_profile_types",
                    "left is of type " + left.selected().type() + ", right of type "
                            + right.selected().type() + "; expected one type on both sides");
        }
    }

    private <T> T merged(Caller caller, Selected selected, Function<List<ProfilePartition>, T> merge)
            throws IOException {
        Scope scope = new Scope(caller.tenants(), selected.window().nanos(), caller.cancelled());
        return store.ask(scope, partitions -> {
            try (HeapBudget.Share _ = budget.take(heapOf(partitions), caller.cancelled())) {
                return merge.apply(partitions);
            }
        });
    }

    private Forest named(List<ProfilePartition> partitions, Caller caller, Asked asked, Forest forest) {
        ProfileSelection selection =
                selection(caller, asked.selected(), asked.drawing().filter());
        Optional<NamedStacks> within = asked.drawing().within().map(stacks -> wanted(caller, stacks));
        for (ProfilePartition partition : partitions) {
            StackValues values = new StackValues(partition.stackCount());
            if (StackMerge.addValues(partition, selection, values)) {
                within.ifPresent(stacks -> keep(stacks.in(partition), values));
                partition.addStacks(values, forest);
            }
        }
        Forest drawn = forest;
        if (NativeFrames.areIn(forest)) {
            Asked whole = new Asked(asked.selected(), asked.drawing().withoutCallSite());
            long maxBytes = forest.maxBytes();
            drawn = natives.named(
                    texts(partitions, caller, whole, maxBytes), caller.tenants(), Names.FUNCTIONS, maxBytes * 2);
        }
        return CallSite.cut(drawn, asked.drawing().callSite());
    }

    private Forest described(List<ProfilePartition> partitions, Caller caller, Asked asked) {
        Forest forest = texts(partitions, caller, asked, forestBytes());
        return natives.named(forest, caller.tenants(), Names.TEXTS, forestBytes() * 2);
    }

    private Forest texts(List<ProfilePartition> partitions, Caller caller, Asked asked, long maxBytes) {
        Forest forest = new Forest(maxBytes);
        ProfileSelection selection =
                selection(caller, asked.selected(), asked.drawing().filter());
        List<NamedStacks> conditions = new ArrayList<>();
        if (!asked.drawing().callSite().isEmpty()) {
            conditions.add(
                    wanted(caller, new StackPattern.CallSite(asked.drawing().callSite())));
        }
        asked.drawing().within().ifPresent(stacks -> conditions.add(wanted(caller, stacks)));
        for (ProfilePartition partition : partitions) {
            StackValues values = new StackValues(partition.stackCount());
            if (StackMerge.addValues(partition, selection, values)) {
                conditions.forEach(stacks -> keep(stacks.in(partition), values));
                ProfileBlocks.code(partition).addFrames(values, forest);
            }
        }
        return forest;
    }

    /// Stacks by the names that the caller's answers show.
    NamedStacks wanted(Caller caller, StackPattern stacks) {
        return new NamedStacks(stacks, natives.naming(caller.tenants()));
    }

    private static void keep(BitSet stacks, StackValues values) {
        for (int stack = values.next(0); stack >= 0; stack = values.next(stack + 1)) {
            if (!stacks.get(stack)) {
                values.add(stack, -values.get(stack));
            }
        }
    }

    /// Bytes that the frames of one query may take.
    long forestBytes() {
        return budget.bytes() / 2;
    }

    /// The partitions that hold the selected profiles, handed to `question`, which may be asked twice.
    <T> T ask(Caller caller, Window window, Function<List<ProfilePartition>, T> question) throws IOException {
        return store.ask(new Scope(caller.tenants(), window.nanos(), caller.cancelled()), question);
    }

    /// The same for a question that takes about `bytes` of heap.
    <T> T ask(Caller caller, Window window, long bytes, Function<List<ProfilePartition>, T> question)
            throws IOException {
        try (HeapBudget.Share _ = budget.take(bytes, caller.cancelled())) {
            return ask(caller, window, question);
        }
    }

    /// The same for a question that cares where the profiles lie.
    <T> T askPlaces(Caller caller, Window window, Function<ProfileStore.Places, T> question) throws IOException {
        return store.askPlaces(new Scope(caller.tenants(), window.nanos(), caller.cancelled()), question);
    }

    static ProfileSelection selection(Caller caller, Selected selected, SampleFilter filter) {
        return new ProfileSelection(selected.matchers(), selected.window().nanos(), filter, caller.cancelled());
    }

    private static long heapOf(List<ProfilePartition> partitions) {
        return partitions.stream().mapToLong(ProfilePartition::stackCount).sum() * STACK_BYTES;
    }

    /// Sums over time of what is drawn of the profiles.
    List<SeriesSums.Series> series(Caller caller, Drawing drawing, SeriesRequest request) throws IOException {
        Optional<StackPattern> pattern = drawing.callSite().isEmpty()
                ? drawing.within()
                : Optional.of(new StackPattern.CallSite(drawing.callSite()));
        Optional<NamedStacks> stacks = pattern.map(one -> wanted(caller, one));
        Narrowing narrowing = new Narrowing(stacks, drawing.filter());
        if (narrowing.isNone()) {
            return series(caller, request);
        }
        Window window = Window.of(request.startMillis(), request.endMillis()).earlier(request.stepMillis());
        List<PointSeries.WithExemplars> named =
                ask(caller, window, partitions -> PointSeries.of(partitions, request, narrowing, ExemplarKind.NONE));
        Optional<SampleFilter> other = named.isEmpty() ? byThread(caller, drawing.filter(), window) : Optional.empty();
        List<PointSeries.WithExemplars> series = other.isEmpty()
                ? named
                : ask(
                        caller,
                        window,
                        partitions -> PointSeries.of(
                                partitions, request, new Narrowing(stacks, other.get()), ExemplarKind.NONE));
        return series.stream().map(PointSeries.WithExemplars::series).toList();
    }

    /// Sums over time.
    List<SeriesSums.Series> series(Caller caller, SeriesRequest request) throws IOException {
        Window window = Window.of(request.startMillis(), request.endMillis()).earlier(request.stepMillis());
        return ask(caller, window, partitions -> SeriesSums.sum(partitions, request));
    }
}
