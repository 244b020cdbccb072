package dev.spanflame.block.profile.live;

import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.SampleType;
import dev.spanflame.model.profile.SeriesLabels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Numbers the distinct series. One thread appends; readers see what a snapshot published.
final class SeriesStore {
    private static final int BYTES_PER_LABEL = 100;

    /// What a series is made of; spares making its labels again and again.
    private record Parts(Labels profile, Labels sample, SampleType type, SampleType period) {}

    private final Map<Parts, Integer> byParts = new HashMap<>();
    private final Map<Labels, Integer> byLabels = new HashMap<>();
    private Labels[] all = new Labels[8];
    private int size;
    private long memoryBytes;

    /// Number of the series of one sample type.
    int intern(Labels profile, Labels sample, SampleType type, SampleType period) {
        Parts parts = new Parts(profile, sample, type, period);
        Integer known = byParts.get(parts);
        if (known != null) {
            return known;
        }
        Labels labels = SeriesLabels.of(profile, sample, type, period);
        int number = byLabels.computeIfAbsent(labels, this::add);
        byParts.put(parts, number);
        memoryBytes += (long) BYTES_PER_LABEL * (1 + sample.size());
        return number;
    }

    private int add(Labels labels) {
        if (size == all.length) {
            all = Arrays.copyOf(all, size * 2);
        }
        all[size] = labels;
        memoryBytes += (long) BYTES_PER_LABEL * labels.size();
        return size++;
    }

    int size() {
        return size;
    }

    /// The array in use now; longer than needed.
    Labels[] all() {
        return all;
    }

    /// Estimate of the heap in use.
    long memoryBytes() {
        return memoryBytes;
    }

    /// Series so far, for tests and tools.
    List<Labels> list() {
        return new ArrayList<>(Arrays.asList(all).subList(0, size));
    }
}
