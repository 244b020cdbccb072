package dev.spanflame.querier.tempo.diff;

import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.AttributeValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/// When two values count as the same.
///
/// Durations differ from run to run: they are the same within 20 % and 1 ms. Sizes, numbers of tokens and
/// the like are the same within 5 %. Everything else is compared exactly, numbers by value whatever their
/// type, and one NaN is like another.
final class Tolerance {
    private static final double DURATION_SHARE = 0.20;
    private static final double DURATION_NANOS = 1_000_000;
    private static final double MAGNITUDE_SHARE = 0.05;

    /// Attributes of the semantic conventions whose value is a magnitude.
    private static final Set<String> MAGNITUDES = Set.of(
            "http.request.body.size",
            "http.request.size",
            "http.response.body.size",
            "http.response.size",
            "http.request_content_length",
            "http.request_content_length_uncompressed",
            "http.response_content_length",
            "http.response_content_length_uncompressed",
            "messaging.message.body.size",
            "messaging.message.envelope.size",
            "message.compressed_size",
            "message.uncompressed_size",
            "rpc.message.compressed_size",
            "rpc.message.uncompressed_size",
            "file.size",
            "gen_ai.usage.input_tokens",
            "gen_ai.usage.output_tokens",
            "gen_ai.usage.prompt_tokens",
            "gen_ai.usage.completion_tokens",
            "gen_ai.usage.cache_creation.input_tokens",
            "gen_ai.usage.cache_read.input_tokens",
            "gen_ai.usage.reasoning.output_tokens",
            "gen_ai.response.time_to_first_chunk",
            "app.jank.period");

    private Tolerance() {}

    /// Whether two durations in nanoseconds are the same.
    static boolean isSameDuration(long a, long b) {
        return isClose(a, b, DURATION_SHARE, DURATION_NANOS);
    }

    /// Whether two values of an attribute are the same.
    static boolean isSame(String key, AttributeValue a, AttributeValue b) {
        if (MAGNITUDES.contains(key)) {
            OptionalDouble first = number(a);
            OptionalDouble second = number(b);
            if (first.isPresent() && second.isPresent()) {
                return isClose(first.getAsDouble(), second.getAsDouble(), MAGNITUDE_SHARE, 0);
            }
        }
        return isSame(a, b);
    }

    private static boolean isClose(double a, double b, double share, double least) {
        if (!Double.isFinite(a) || !Double.isFinite(b)) {
            return Double.compare(a, b) == 0;
        }
        return Math.abs(a - b) <= least + share * Math.max(Math.abs(a), Math.abs(b));
    }

    private static boolean isSame(AttributeValue a, AttributeValue b) {
        return switch (a) {
            case AttributeValue.Int(long first) when b instanceof AttributeValue.Int(long second) -> first == second;
            case AttributeValue.Int _, AttributeValue.Real _ -> isSameNumber(number(a), number(b));
            case AttributeValue.Array(List<AttributeValue> first) ->
                b instanceof AttributeValue.Array(List<AttributeValue> second) && isSameList(first, second);
            case AttributeValue.Map(List<Attribute> first) ->
                b instanceof AttributeValue.Map(List<Attribute> second) && isSameMap(byKey(first), byKey(second));
            case AttributeValue.Empty _, AttributeValue.Text _, AttributeValue.Bool _, AttributeValue.Bytes _ ->
                a.equals(b);
        };
    }

    private static boolean isSameNumber(OptionalDouble a, OptionalDouble b) {
        if (a.isEmpty() || b.isEmpty()) {
            return false;
        }
        double first = a.getAsDouble();
        double second = b.getAsDouble();
        return first == second || (Double.isNaN(first) && Double.isNaN(second));
    }

    private static boolean isSameList(List<AttributeValue> a, List<AttributeValue> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!isSame(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSameMap(Map<String, AttributeValue> a, Map<String, AttributeValue> b) {
        return a.keySet().equals(b.keySet())
                && a.entrySet().stream()
                        .allMatch(entry ->
                                isSame(entry.getValue(), b.getOrDefault(entry.getKey(), new AttributeValue.Empty())));
    }

    /// Values by key; of a key that comes twice the last counts.
    static Map<String, AttributeValue> byKey(List<Attribute> attributes) {
        Map<String, AttributeValue> values = new LinkedHashMap<>();
        attributes.forEach(attribute -> values.put(attribute.key(), attribute.value()));
        return values;
    }

    private static OptionalDouble number(AttributeValue value) {
        return switch (value) {
            case AttributeValue.Int(long number) -> OptionalDouble.of(number);
            case AttributeValue.Real(double number) -> OptionalDouble.of(number);
            case AttributeValue.Empty _,
                    AttributeValue.Text _,
                    AttributeValue.Bool _,
                    AttributeValue.Bytes _,
                    AttributeValue.Array _,
                    AttributeValue.Map _ -> OptionalDouble.empty();
        };
    }
}
