package dev.spanflame.querier.pyroscope;

import dev.spanflame.block.profile.SampleFilter;
import dev.spanflame.block.profile.SeriesRequest;
import dev.spanflame.block.profile.SeriesRequest.Aggregation;
import dev.spanflame.block.profile.SeriesSums;
import dev.spanflame.block.profile.StackPattern;
import dev.spanflame.block.profile.code.NamedStacks;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.querier.v1.HeatmapQueryType;
import dev.spanflame.proto.querier.v1.SelectHeatmapRequest;
import dev.spanflame.proto.querier.v1.SelectHeatmapResponse;
import dev.spanflame.proto.querier.v1.SelectSeriesRequest;
import dev.spanflame.proto.querier.v1.SelectSeriesResponse;
import dev.spanflame.proto.types.v1.ExemplarType;
import dev.spanflame.proto.types.v1.Location;
import dev.spanflame.proto.types.v1.StackTraceSelector;
import dev.spanflame.proto.types.v1.TimeSeriesAggregationType;
import dev.spanflame.querier.profiles.ExemplarKind;
import dev.spanflame.querier.profiles.HeatMap;
import dev.spanflame.querier.profiles.PointSeries;
import dev.spanflame.querier.profiles.PointSeries.Narrowing;
import dev.spanflame.querier.pyroscope.ProfileQueries.Selected;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// The calls that spread profiles over time: series and heat maps. Thread-safe.
final class SeriesRpcs {
    private static final int LONGEST_STEP_SECONDS = 1 << 30;

    private final ProfileQueries queries;

    SeriesRpcs(ProfileQueries queries) {
        this.queries = queries;
    }

    SelectSeriesResponse series(Caller caller, SelectSeriesRequest request) throws IOException {
        Selected selected = Selected.parse(
                request.getProfileTypeID(),
                request.getLabelSelector(),
                Window.of(request.getStart(), request.getEnd()));
        Aggregation aggregation =
                request.getAggregation() == TimeSeriesAggregationType.TIME_SERIES_AGGREGATION_TYPE_AVERAGE
                        ? Aggregation.AVERAGE
                        : Aggregation.SUM;
        Optional<NamedStacks> stacks = stacks(request.getStackTraceSelector()).map(one -> queries.wanted(caller, one));
        ExemplarKind kind = kind(request.getExemplarType());
        SeriesRequest asked =
                selected.series(caller, stepMillis(request.getStep()), request.getGroupByList(), aggregation);
        SelectSeriesResponse.Builder response = SelectSeriesResponse.newBuilder();
        if (stacks.isEmpty() && kind == ExemplarKind.NONE) {
            List<SeriesSums.Series> series = queries.series(caller, asked);
            limited(series, SeriesSums.Series::total, request.getLimit())
                    .forEach(one -> response.addSeries(Messages.of(one)));
        } else {
            List<PointSeries.WithExemplars> series = queries.ask(
                    caller,
                    selected.window().earlier(asked.stepMillis()),
                    partitions -> PointSeries.of(partitions, asked, new Narrowing(stacks, SampleFilter.ALL), kind));
            limited(series, one -> one.series().total(), request.getLimit())
                    .forEach(one -> response.addSeries(Messages.of(one)));
        }
        return response.build();
    }

    /// Without a query type, profiles are counted.
    SelectHeatmapResponse heatMap(Caller caller, SelectHeatmapRequest request) throws IOException {
        Selected selected = Selected.parse(
                request.getProfileTypeID(),
                request.getLabelSelector(),
                Window.of(request.getStart(), request.getEnd()));
        SeriesRequest asked =
                selected.series(caller, stepMillis(request.getStep()), request.getGroupByList(), Aggregation.SUM);
        boolean bySpan = request.getQueryType() == HeatmapQueryType.HEATMAP_QUERY_TYPE_SPAN;
        ExemplarKind kind = kind(request.getExemplarType());
        HeatMap.Cells map = queries.ask(
                caller,
                selected.window().earlier(asked.stepMillis()),
                HeatMap.MAX_BYTES,
                partitions -> HeatMap.of(partitions, asked, bySpan, kind));
        SelectHeatmapResponse.Builder response = SelectHeatmapResponse.newBuilder();
        limited(map.series(), HeatMap.Series::count, request.getLimit())
                .forEach(one -> response.addSeries(Messages.of(one, map.lowest())));
        return response.build();
    }

    private static ExemplarKind kind(ExemplarType type) {
        return switch (type) {
            case EXEMPLAR_TYPE_UNSPECIFIED, EXEMPLAR_TYPE_NONE, UNRECOGNIZED -> ExemplarKind.NONE;
            case EXEMPLAR_TYPE_INDIVIDUAL -> ExemplarKind.PROFILE;
            case EXEMPLAR_TYPE_SPAN -> ExemplarKind.SPAN;
        };
    }

    private static Optional<StackPattern> stacks(StackTraceSelector selector) {
        if (selector.hasGoPgo()) {
            throw new BackendException(
                    ErrorKind.UNIMPLEMENTED,
                    "not_yet_supported",
                    "go_pgo shapes pprof profiles; series have no form of it");
        }
        List<String> site =
                selector.getCallSiteList().stream().map(Location::getName).toList();
        return site.isEmpty() ? Optional.empty() : Optional.of(new StackPattern.CallSite(site));
    }

    /// The largest first where there is a limit, else in order of labels.
    private static <T> List<T> limited(List<T> series, ToDoubleFunction<T> size, long limit) {
        if (limit < 0) {
            throw BackendException.badRequest("invalid_limit", "limit is " + limit + "; expected 0 (for none) or more");
        }
        if (limit == 0) {
            return series;
        }
        return series.stream()
                .sorted(Comparator.comparingDouble(size).reversed())
                .limit(limit)
                .toList();
    }

    /// Throws [BackendException] of kind BAD_REQUEST for less than a millisecond.
    static long stepMillis(double seconds) {
        double millis = seconds * 1_000;
        if (!(millis >= 1) || seconds > LONGEST_STEP_SECONDS) {
            throw BackendException.badRequest(
                    "invalid_step",
                    "step is " + seconds + " seconds; expected 0.001 to " + LONGEST_STEP_SECONDS + " seconds");
        }
        return (long) millis;
    }
}
