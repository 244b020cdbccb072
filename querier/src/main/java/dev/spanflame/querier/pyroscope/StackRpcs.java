package dev.spanflame.querier.pyroscope;

import com.google.protobuf.ByteString;
import dev.spanflame.block.profile.ProfileIds;
import dev.spanflame.block.profile.SampleFilter;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.profile.FlameGraph;
import dev.spanflame.model.profile.FlameGraphDiff;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.google.v1.Profile;
import dev.spanflame.proto.querier.v1.AsyncQueryType;
import dev.spanflame.proto.querier.v1.DiffRequest;
import dev.spanflame.proto.querier.v1.DiffResponse;
import dev.spanflame.proto.querier.v1.PprofProfile;
import dev.spanflame.proto.querier.v1.ProfileFormat;
import dev.spanflame.proto.querier.v1.SelectMergeProfileRequest;
import dev.spanflame.proto.querier.v1.SelectMergeSpanProfileRequest;
import dev.spanflame.proto.querier.v1.SelectMergeSpanProfileResponse;
import dev.spanflame.proto.querier.v1.SelectMergeStacktracesRequest;
import dev.spanflame.proto.querier.v1.SelectMergeStacktracesResponse;
import dev.spanflame.proto.types.v1.Location;
import dev.spanflame.proto.types.v1.StackTraceSelector;
import dev.spanflame.querier.pyroscope.ProfileQueries.Asked;
import dev.spanflame.querier.pyroscope.ProfileQueries.Drawing;
import dev.spanflame.querier.pyroscope.ProfileQueries.Selected;
import dev.spanflame.querier.pyroscope.export.CallTree;
import dev.spanflame.querier.pyroscope.export.DotGraph;
import dev.spanflame.querier.pyroscope.export.PprofWriter;
import dev.spanflame.querier.pyroscope.export.TreeBytes;
import java.io.IOException;
import java.util.List;

/// The calls that merge stacks: flame graphs, their differences, pprof. Thread-safe.
final class StackRpcs {
    private static final int DEFAULT_KEPT_LOCATIONS = 5;

    private final ProfileQueries queries;

    StackRpcs(ProfileQueries queries) {
        this.queries = queries;
    }

    /// An answer without samples has no flame graph, which Grafana shows as "no data".
    SelectMergeStacktracesResponse stacktraces(Caller caller, SelectMergeStacktracesRequest request)
            throws IOException {
        if (request.hasAsync() && request.getAsync().getType() == AsyncQueryType.ASYNC_QUERY_TYPE_FORCE) {
            throw notYet("async queries; leave 'async' out to be answered at once");
        }
        Asked asked = asked(request);
        SelectMergeStacktracesResponse.Builder response = SelectMergeStacktracesResponse.newBuilder();
        switch (request.getFormat()) {
            case PROFILE_FORMAT_TREE -> response.setTree(tree(caller, asked));
            case PROFILE_FORMAT_DOT -> response.setDot(dot(caller, asked));
            case PROFILE_FORMAT_PPROF ->
                response.setPprof(PprofProfile.newBuilder()
                        .setProfile(pprof(
                                caller,
                                asked,
                                MaxNodes.orMost(request.getMaxNodes()),
                                shape(request.getStackTraceSelector()))));
            case PROFILE_FORMAT_UNSPECIFIED, PROFILE_FORMAT_FLAMEGRAPH, UNRECOGNIZED -> {
                FlameGraph graph = queries.flameGraph(caller, asked.selected(), asked.drawing());
                if (graph.total() > 0) {
                    response.setFlamegraph(Messages.of(graph));
                }
            }
        }
        return response.build();
    }

    private static Asked asked(SelectMergeStacktracesRequest request) {
        Selected selected = Selected.parse(
                request.getProfileTypeID(),
                request.getLabelSelector(),
                Window.of(request.getStart(), request.getEnd()));
        SampleFilter filter = filter(
                request.getSpanSelectorList(), request.getTraceIdSelectorList(), request.getProfileIdSelectorList());
        boolean pprof = request.getFormat() == ProfileFormat.PROFILE_FORMAT_PPROF;
        return new Asked(
                selected,
                new Drawing(
                        filter, callSite(request.getStackTraceSelector(), pprof), MaxNodes.of(request.getMaxNodes())));
    }

    private static SampleFilter filter(List<String> spans, List<String> traces, List<String> profiles) {
        if (profiles.isEmpty()) {
            return SampleIds.filter(spans, traces);
        }
        if (!spans.isEmpty() || !traces.isEmpty()) {
            throw BackendException.badRequest(
                    "conflicting_selectors",
                    "profile_id_selector cannot be used together with span_selector or trace_id_selector");
        }
        return ProfileIds.filter(profiles);
    }

    private ByteString tree(Caller caller, Asked asked) throws IOException {
        int maxNodes = asked.drawing().maxNodes();
        byte[] bytes = queries.stacks(caller, asked, forest -> TreeBytes.of(CallTree.of(forest, maxNodes)));
        return ByteString.copyFrom(bytes);
    }

    private String dot(Caller caller, Asked asked) throws IOException {
        return queries.stacks(
                caller, asked, forest -> DotGraph.of(forest, asked.selected().type()));
    }

    private Profile pprof(Caller caller, Asked asked, int maxNodes, PprofWriter.Shape shape) throws IOException {
        Selected selected = asked.selected();
        return queries.code(
                caller,
                asked,
                forest -> new PprofWriter(selected.type(), selected.window().nanos(), shape)
                        .add(CallTree.of(forest, maxNodes))
                        .profile());
    }

    Profile profile(Caller caller, SelectMergeProfileRequest request) throws IOException {
        Selected selected = Selected.parse(
                request.getProfileTypeID(),
                request.getLabelSelector(),
                Window.of(request.getStart(), request.getEnd()));
        SampleFilter filter = filter(List.of(), request.getTraceIdSelectorList(), request.getProfileIdSelectorList());
        int maxNodes = MaxNodes.orMost(request.getMaxNodes());
        Drawing drawing = new Drawing(filter, callSite(request.getStackTraceSelector(), true), maxNodes);
        return pprof(caller, new Asked(selected, drawing), maxNodes, shape(request.getStackTraceSelector()));
    }

    SelectMergeSpanProfileResponse spanProfile(Caller caller, SelectMergeSpanProfileRequest request)
            throws IOException {
        if (request.getSpanSelectorCount() == 0) {
            throw BackendException.badRequest(
                    "missing_span_selector", "span_selector is empty; expected span ids of 16 hexadecimal digits");
        }
        Selected selected = Selected.parse(
                request.getProfileTypeID(),
                request.getLabelSelector(),
                Window.of(request.getStart(), request.getEnd()));
        SampleFilter spans = SampleIds.ofSpans(request.getSpanSelectorList());
        Asked asked = new Asked(selected, new Drawing(spans, List.of(), MaxNodes.of(request.getMaxNodes())));
        SelectMergeSpanProfileResponse.Builder response = SelectMergeSpanProfileResponse.newBuilder();
        switch (request.getFormat()) {
            case PROFILE_FORMAT_TREE -> response.setTree(tree(caller, asked));
            case PROFILE_FORMAT_DOT, PROFILE_FORMAT_PPROF ->
                throw notYet("format " + request.getFormat()
                        + " in SelectMergeSpanProfile, whose answer has no field for it; SelectMergeStacktraces has");
            case PROFILE_FORMAT_UNSPECIFIED, PROFILE_FORMAT_FLAMEGRAPH, UNRECOGNIZED -> {
                FlameGraph graph = queries.flameGraph(caller, selected, asked.drawing());
                if (graph.total() > 0) {
                    response.setFlamegraph(Messages.of(graph));
                }
            }
        }
        return response.build();
    }

    /// The larger of the two numbers of nodes counts.
    DiffResponse diff(Caller caller, DiffRequest request) throws IOException {
        Asked left = asked(request.getLeft());
        Asked right = asked(request.getRight());
        int maxNodes = Math.max(left.drawing().maxNodes(), right.drawing().maxNodes());
        FlameGraphDiff diff = queries.diff(caller, left, right, maxNodes);
        return DiffResponse.newBuilder().setFlamegraph(Messages.of(diff)).build();
    }

    private static List<String> callSite(StackTraceSelector selector, boolean pprof) {
        if (selector.hasGoPgo()) {
            if (!pprof) {
                throw BackendException.badRequest(
                        "invalid_stack_trace_selector", "go_pgo shapes pprof profiles; ask for PROFILE_FORMAT_PPROF");
            }
            return List.of();
        }
        return selector.getCallSiteList().stream().map(Location::getName).toList();
    }

    private static PprofWriter.Shape shape(StackTraceSelector selector) {
        if (!selector.hasGoPgo()) {
            return PprofWriter.Shape.WHOLE;
        }
        int wanted = selector.getGoPgo().getKeepLocations();
        return new PprofWriter.Shape(
                wanted <= 0 ? DEFAULT_KEPT_LOCATIONS : wanted,
                selector.getGoPgo().getAggregateCallees());
    }

    private static BackendException notYet(String what) {
        return new BackendException(ErrorKind.UNIMPLEMENTED, "not_yet_supported", "not yet supported: " + what);
    }
}
