package dev.spanflame.block.profile.store;

import dev.spanflame.block.parquet.table.TableIndex;
import dev.spanflame.block.profile.ProfileRows;
import dev.spanflame.model.Labels;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.profile.SeriesLabels;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;

/// Everything of a block but samples and code: with it, tables are read without asking for their footers.
/// Immutable.
///
/// `series` and the profiles in `rows` are in the order of the block. `services` divide the numbers of stacks and
/// nodes: those of the first service come first.
record BlockIndex(
        TimeRange range,
        List<Labels> series,
        ProfileRows rows,
        List<Service> services,
        SortedMap<String, TableIndex> tables) {
    /// The order of series in every block: by profile type, by service, then by all labels.
    static final Comparator<Labels> SERIES_ORDER = Comparator.comparing(
                    (Labels labels) -> labels.value(SeriesLabels.PROFILE_TYPE))
            .thenComparing(labels -> labels.value(SeriesLabels.SERVICE))
            .thenComparing(Comparator.naturalOrder());

    /// A service with the number of its stacks and of their nodes.
    record Service(String name, int stacks, int nodes) {}

    BlockIndex {
        series = List.copyOf(series);
        services = List.copyOf(services);
    }

    int stackCount() {
        return services.stream().mapToInt(Service::stacks).sum();
    }

    int nodeCount() {
        return services.stream().mapToInt(Service::nodes).sum();
    }

    /// Samples of all profiles.
    int sampleCount() {
        int last = rows.count() - 1;
        return last < 0 ? 0 : rows.firstSamples()[last] + rows.sampleCounts()[last];
    }

    /// Estimate of the heap in use.
    long memoryBytes() {
        long labels = 0;
        for (Labels one : series) {
            labels += 60L + 40L * one.size();
        }
        long pages = 0;
        for (TableIndex table : tables.values()) {
            pages += table.memoryBytes();
        }
        return 1_000 + labels + pages + 36L * rows.count();
    }
}
