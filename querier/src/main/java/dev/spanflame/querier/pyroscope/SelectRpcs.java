package dev.spanflame.querier.pyroscope;

import dev.spanflame.block.profile.SampleFilter;
import dev.spanflame.block.profile.SeriesRequest.Aggregation;
import dev.spanflame.block.profile.SeriesSums;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.FlameGraph;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.querier.v1.AsyncQueryType;
import dev.spanflame.proto.querier.v1.Level;
import dev.spanflame.proto.querier.v1.ProfileFormat;
import dev.spanflame.proto.querier.v1.SelectMergeSpanProfileRequest;
import dev.spanflame.proto.querier.v1.SelectMergeSpanProfileResponse;
import dev.spanflame.proto.querier.v1.SelectMergeStacktracesRequest;
import dev.spanflame.proto.querier.v1.SelectMergeStacktracesResponse;
import dev.spanflame.proto.querier.v1.SelectSeriesRequest;
import dev.spanflame.proto.querier.v1.SelectSeriesResponse;
import dev.spanflame.proto.types.v1.Location;
import dev.spanflame.proto.types.v1.Point;
import dev.spanflame.proto.types.v1.Series;
import dev.spanflame.proto.types.v1.StackTraceSelector;
import dev.spanflame.proto.types.v1.TimeSeriesAggregationType;
import dev.spanflame.querier.pyroscope.ProfileQueries.Drawing;
import dev.spanflame.querier.pyroscope.ProfileQueries.Selected;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;

/// The calls that add profiles up: flame graphs and series. Thread-safe.
final class SelectRpcs {
    private static final int LONGEST_STEP_SECONDS = 1 << 30;

    private final ProfileQueries queries;

    SelectRpcs(ProfileQueries queries) {
        this.queries = queries;
    }

    /// An answer without samples has no flame graph, which Grafana shows as "no data".
    SelectMergeStacktracesResponse stacktraces(Caller caller, SelectMergeStacktracesRequest request)
            throws IOException {
        requireFlameGraph(request.getFormat());
        if (request.getProfileIdSelectorCount() > 0) {
            throw notYet("profile_id_selector: profiles have no ids here");
        }
        if (request.hasAsync() && request.getAsync().getType() == AsyncQueryType.ASYNC_QUERY_TYPE_FORCE) {
            throw notYet("async queries; leave 'async' out to be answered at once");
        }
        Selected selected = Selected.parse(
                request.getProfileTypeID(),
                request.getLabelSelector(),
                Window.of(request.getStart(), request.getEnd()));
        Drawing drawing = new Drawing(
                SampleIds.filter(request.getSpanSelectorList(), request.getTraceIdSelectorList()),
                callSite(request.getStackTraceSelector()),
                MaxNodes.of(request.getMaxNodes()));
        FlameGraph graph = queries.flameGraph(caller, selected, drawing);
        SelectMergeStacktracesResponse.Builder response = SelectMergeStacktracesResponse.newBuilder();
        if (graph.total() > 0) {
            response.setFlamegraph(message(graph));
        }
        return response.build();
    }

    SelectMergeSpanProfileResponse spanProfile(Caller caller, SelectMergeSpanProfileRequest request)
            throws IOException {
        requireFlameGraph(request.getFormat());
        if (request.getSpanSelectorCount() == 0) {
            throw BackendException.badRequest(
                    "missing_span_selector", "span_selector is empty; expected span ids of 16 hexadecimal digits");
        }
        Selected selected = Selected.parse(
                request.getProfileTypeID(),
                request.getLabelSelector(),
                Window.of(request.getStart(), request.getEnd()));
        SampleFilter spans = SampleIds.ofSpans(request.getSpanSelectorList());
        FlameGraph graph =
                queries.flameGraph(caller, selected, new Drawing(spans, List.of(), MaxNodes.of(request.getMaxNodes())));
        SelectMergeSpanProfileResponse.Builder response = SelectMergeSpanProfileResponse.newBuilder();
        if (graph.total() > 0) {
            response.setFlamegraph(message(graph));
        }
        return response.build();
    }

    SelectSeriesResponse series(Caller caller, SelectSeriesRequest request) throws IOException {
        if (!callSite(request.getStackTraceSelector()).isEmpty()) {
            throw notYet("stack_trace_selector in SelectSeries; SelectMergeStacktraces takes one");
        }
        Selected selected = Selected.parse(
                request.getProfileTypeID(),
                request.getLabelSelector(),
                Window.of(request.getStart(), request.getEnd()));
        Aggregation aggregation =
                request.getAggregation() == TimeSeriesAggregationType.TIME_SERIES_AGGREGATION_TYPE_AVERAGE
                        ? Aggregation.AVERAGE
                        : Aggregation.SUM;
        List<SeriesSums.Series> series =
                queries.series(caller, selected, stepMillis(request.getStep()), request.getGroupByList(), aggregation);
        SelectSeriesResponse.Builder response = SelectSeriesResponse.newBuilder();
        for (SeriesSums.Series one : limited(series, request.getLimit())) {
            response.addSeries(message(one));
        }
        return response.build();
    }

    /// The largest first where there is a limit, else in order of labels.
    private static List<SeriesSums.Series> limited(List<SeriesSums.Series> series, long limit) {
        if (limit < 0) {
            throw BackendException.badRequest("invalid_limit", "limit is " + limit + "; expected 0 (for none) or more");
        }
        if (limit == 0) {
            return series;
        }
        return series.stream()
                .sorted(Comparator.comparingDouble(SeriesSums.Series::total).reversed())
                .limit(limit)
                .toList();
    }

    private static long stepMillis(double seconds) {
        double millis = seconds * 1_000;
        if (!(millis >= 1) || seconds > LONGEST_STEP_SECONDS) {
            throw BackendException.badRequest(
                    "invalid_step",
                    "step is " + seconds + " seconds; expected 0.001 to " + LONGEST_STEP_SECONDS + " seconds");
        }
        return (long) millis;
    }

    private static List<String> callSite(StackTraceSelector selector) {
        if (selector.hasGoPgo()) {
            throw notYet("go_pgo");
        }
        return selector.getCallSiteList().stream().map(Location::getName).toList();
    }

    private static void requireFlameGraph(ProfileFormat format) {
        boolean known = format == ProfileFormat.PROFILE_FORMAT_UNSPECIFIED
                || format == ProfileFormat.PROFILE_FORMAT_FLAMEGRAPH
                || format == ProfileFormat.UNRECOGNIZED;
        if (!known) {
            throw notYet("answers in the format " + format + "; ask for PROFILE_FORMAT_FLAMEGRAPH");
        }
    }

    private static BackendException notYet(String what) {
        return new BackendException(ErrorKind.UNIMPLEMENTED, "not_yet_supported", "not yet supported: " + what);
    }

    private static dev.spanflame.proto.querier.v1.FlameGraph message(FlameGraph graph) {
        dev.spanflame.proto.querier.v1.FlameGraph.Builder message =
                dev.spanflame.proto.querier.v1.FlameGraph.newBuilder()
                        .addAllNames(graph.names())
                        .setTotal(graph.total())
                        .setMaxSelf(graph.maxSelf());
        for (long[] level : graph.levels()) {
            Level.Builder values = message.addLevelsBuilder();
            for (long value : level) {
                values.addValues(value);
            }
        }
        return message.build();
    }

    private static Series message(SeriesSums.Series series) {
        Series.Builder message = Series.newBuilder();
        for (Labels.Label label : series.labels()) {
            message.addLabels(LabelRpcs.pair(label));
        }
        for (SeriesSums.Point point : series.points()) {
            message.addPoints(Point.newBuilder().setValue(point.value()).setTimestamp(point.timeMillis()));
        }
        return message.build();
    }
}
