package dev.spanflame.block.profile;

import dev.spanflame.model.Labels;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.profile.ProfileType;
import dev.spanflame.model.profile.SeriesLabels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Lists labels, their values, series and profile types of the profiles that overlap a window.
public final class LabelQueries {
    private LabelQueries() {}

    /// Names of all labels, sorted.
    public static List<String> names(List<ProfilePartition> partitions, List<LabelMatcher> matchers, TimeRange window) {
        TreeSet<String> names = new TreeSet<>();
        forEach(partitions, matchers, window, labels -> {
            for (Labels.Label label : labels) {
                names.add(label.name());
            }
        });
        return new ArrayList<>(names);
    }

    /// Values of the label `name`, sorted, without the empty one.
    public static List<String> values(
            List<ProfilePartition> partitions, String name, List<LabelMatcher> matchers, TimeRange window) {
        TreeSet<String> values = new TreeSet<>();
        forEach(partitions, matchers, window, labels -> labels.get(name).ifPresent(values::add));
        return new ArrayList<>(values);
    }

    /// Distinct sets of labels, sorted, each cut to `names`; all labels where `names` is empty.
    public static List<Labels> series(
            List<ProfilePartition> partitions,
            List<LabelMatcher> matchers,
            Collection<String> names,
            TimeRange window) {
        Set<Labels> found = new HashSet<>();
        forEach(partitions, matchers, window, labels -> {
            Labels cut = names.isEmpty() ? labels : labels.keep(names);
            if (cut.size() > 0) {
                found.add(cut);
            }
        });
        List<Labels> sorted = new ArrayList<>(found);
        Collections.sort(sorted);
        return sorted;
    }

    /// Profile types, sorted by id.
    public static List<ProfileType> types(List<ProfilePartition> partitions, TimeRange window) {
        List<ProfileType> types = new ArrayList<>();
        for (String id : values(partitions, SeriesLabels.PROFILE_TYPE, List.of(), window)) {
            types.add(ProfileType.parse(id));
        }
        return types;
    }

    /// Hands over the labels of each series that has a profile in the window, once for each partition.
    private static void forEach(
            List<ProfilePartition> partitions, List<LabelMatcher> matchers, TimeRange window, Consumer<Labels> sink) {
        for (ProfilePartition partition : partitions) {
            SeriesSelector selector = new SeriesSelector(partition, matchers);
            boolean[] seen = new boolean[partition.seriesCount()];
            ProfileRows rows = partition.rows();
            for (int row = 0; row < rows.count(); row++) {
                int series = rows.series()[row];
                long start = rows.times()[row];
                if (!seen[series] && window.overlaps(start, start + rows.durations()[row]) && selector.has(series)) {
                    seen[series] = true;
                    sink.accept(partition.labels(series));
                }
            }
        }
    }
}
