package dev.spanflame.model.metric;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.Supplier;

/// Meters that keep their values in memory: for tools and tests that run without an exposition endpoint.
public final class MemoryMeters implements Meters {
    private final Map<List<String>, DoubleAdder> values = new ConcurrentHashMap<>();
    private final Map<String, Supplier<List<Reading>>> gauges = new ConcurrentHashMap<>();

    @Override
    public Counter counter(String name, String help, String... labelNames) {
        return (amount, labelValues) -> adder(name, labelValues).add(amount);
    }

    @Override
    public Distribution distribution(String name, String help, double[] bounds, String... labelNames) {
        return (value, labelValues) -> {
            adder(name + "_sum", labelValues).add(value);
            adder(name + "_count", labelValues).add(1);
        };
    }

    @Override
    public void gauge(String name, String help, List<String> labelNames, Supplier<List<Reading>> read) {
        gauges.put(name, read);
    }

    /// Current value of a counter, or of `<name>_sum` and `<name>_count` of a distribution; 0 if never touched.
    public double value(String name, String... labelValues) {
        return adder(name, labelValues).sum();
    }

    /// Current readings of a gauge; empty when there is no such gauge.
    public List<Reading> readings(String name) {
        Supplier<List<Reading>> gauge = gauges.get(name);
        return gauge == null ? List.of() : gauge.get();
    }

    private DoubleAdder adder(String name, String... labelValues) {
        String[] key = Arrays.copyOf(labelValues, labelValues.length + 1);
        key[labelValues.length] = name;
        return values.computeIfAbsent(List.of(key), _ -> new DoubleAdder());
    }
}
