package dev.spanflame.querier.pyroscope;

import dev.spanflame.block.profile.LabelMatcher;
import dev.spanflame.block.profile.LabelQueries;
import dev.spanflame.block.profile.selector.SelectorParser;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.Labels;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.profile.ProfileType;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.querier.v1.ProfileTypesRequest;
import dev.spanflame.proto.querier.v1.ProfileTypesResponse;
import dev.spanflame.proto.querier.v1.SeriesRequest;
import dev.spanflame.proto.querier.v1.SeriesResponse;
import dev.spanflame.proto.types.v1.GetProfileStatsRequest;
import dev.spanflame.proto.types.v1.GetProfileStatsResponse;
import dev.spanflame.proto.types.v1.LabelNamesRequest;
import dev.spanflame.proto.types.v1.LabelNamesResponse;
import dev.spanflame.proto.types.v1.LabelPair;
import dev.spanflame.proto.types.v1.LabelValuesRequest;
import dev.spanflame.proto.types.v1.LabelValuesResponse;
import dev.spanflame.querier.profiles.ProfileStore;
import dev.spanflame.querier.profiles.ProfileStore.Scope;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The calls that tell what there is: types, labels, series, times. Thread-safe.
final class LabelRpcs {
    static final long HOUR_MILLIS = 3_600_000;
    private static final String ANY_NAMES = "allow-utf8-labelnames=true";

    private final ProfileStore store;
    private final InstantSource clock;

    LabelRpcs(ProfileStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /// Without a range, those of the last hour.
    ProfileTypesResponse types(Caller caller, ProfileTypesRequest request) throws IOException {
        long now = clock.instant().toEpochMilli();
        Window window = request.getStart() == 0 && request.getEnd() == 0
                ? Window.of(Math.max(1, now - HOUR_MILLIS), now)
                : Window.of(request.getStart(), request.getEnd());
        List<ProfileType> types =
                store.ask(scope(caller, window), partitions -> LabelQueries.types(partitions, window.nanos()));
        ProfileTypesResponse.Builder response = ProfileTypesResponse.newBuilder();
        for (ProfileType type : types) {
            response.addProfileTypes(dev.spanflame.proto.types.v1.ProfileType.newBuilder()
                    .setID(type.id())
                    .setName(type.name())
                    .setSampleType(type.sampleType())
                    .setSampleUnit(type.sampleUnit())
                    .setPeriodType(type.periodType())
                    .setPeriodUnit(type.periodUnit()));
        }
        return response.build();
    }

    LabelNamesResponse names(Caller caller, LabelNamesRequest request) throws IOException {
        Window window = Window.of(request.getStart(), request.getEnd());
        List<LabelMatcher> matchers = matchers(request.getMatchersList());
        List<String> names = store.ask(
                scope(caller, window), partitions -> LabelQueries.names(partitions, matchers, window.nanos()));
        boolean any = takesAnyName(caller);
        LabelNamesResponse.Builder response = LabelNamesResponse.newBuilder();
        names.stream().filter(name -> any || isPlain(name)).forEach(response::addNames);
        return response.build();
    }

    LabelValuesResponse values(Caller caller, LabelValuesRequest request) throws IOException {
        if (request.getName().isEmpty()) {
            throw BackendException.badRequest("missing_label_name", "name is empty; expected the name of a label");
        }
        Window window = Window.of(request.getStart(), request.getEnd());
        List<LabelMatcher> matchers = matchers(request.getMatchersList());
        return LabelValuesResponse.newBuilder()
                .addAllNames(store.ask(
                        scope(caller, window),
                        partitions -> LabelQueries.values(partitions, request.getName(), matchers, window.nanos())))
                .build();
    }

    SeriesResponse series(Caller caller, SeriesRequest request) throws IOException {
        Window window = Window.of(request.getStart(), request.getEnd());
        List<LabelMatcher> matchers = matchers(request.getMatchersList());
        List<Labels> series = store.ask(
                scope(caller, window),
                partitions -> LabelQueries.series(partitions, matchers, request.getLabelNamesList(), window.nanos()));
        boolean any = takesAnyName(caller);
        SeriesResponse.Builder response = SeriesResponse.newBuilder();
        for (Labels labels : series) {
            dev.spanflame.proto.types.v1.Labels.Builder set = response.addLabelsSetBuilder();
            for (Labels.Label label : labels) {
                if (any || isPlain(label.name())) {
                    set.addLabels(pair(label));
                }
            }
        }
        return response.build();
    }

    GetProfileStatsResponse stats(Caller caller, GetProfileStatsRequest request) throws IOException {
        Optional<TimeRange> extent = store.extent(caller.tenants());
        GetProfileStatsResponse.Builder response =
                GetProfileStatsResponse.newBuilder().setDataIngested(extent.isPresent());
        extent.ifPresent(range -> response.setOldestProfileTime(Math.floorDiv(range.startNanos(), 1_000_000))
                .setNewestProfileTime(Math.floorDiv(range.endNanos(), 1_000_000)));
        return response.build();
    }

    static LabelPair pair(Labels.Label label) {
        return LabelPair.newBuilder()
                .setName(label.name())
                .setValue(label.value())
                .build();
    }

    private static Scope scope(Caller caller, Window window) {
        return new Scope(caller.tenants(), window.nanos(), caller.cancelled());
    }

    /// All conditions of all selectors must hold; an empty selector has none.
    private static List<LabelMatcher> matchers(List<String> selectors) {
        List<LabelMatcher> matchers = new ArrayList<>();
        for (String selector : selectors) {
            if (!selector.isBlank()) {
                matchers.addAll(SelectorParser.parse(selector));
            }
        }
        return matchers;
    }

    /// Clients that do not say so are not shown names that Prometheus did not know before UTF-8.
    private static boolean takesAnyName(Caller caller) {
        return caller.headers().all("accept").stream().anyMatch(accept -> accept.contains(ANY_NAMES));
    }

    private static boolean isPlain(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            if (!letter && !(i > 0 && c >= '0' && c <= '9')) {
                return false;
            }
        }
        return true;
    }
}
