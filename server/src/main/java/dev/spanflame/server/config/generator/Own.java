package dev.spanflame.server.config.generator;

import dev.spanflame.block.overrides.GeneratorOverrides;
import dev.spanflame.block.overrides.GeneratorOverrides.FilterPolicy;
import dev.spanflame.block.overrides.GeneratorOverrides.PolicyMatch;
import dev.spanflame.generator.span.DimensionMapping;
import dev.spanflame.generator.span.Intrinsic;
import dev.spanflame.generator.span.Policies;
import dev.spanflame.generator.span.Policies.Wanted;
import dev.spanflame.generator.span.SpanFilter;
import dev.spanflame.generator.span.SpanWeight;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Values of a tenant's own where it has set them, else those of the configuration.
final class Own {
    private Own() {}

    static List<String> list(@Nullable List<String> own, String configured) {
        return own == null ? Listing.of(configured) : own;
    }

    /// An empty list of bounds is as none.
    static List<Double> bounds(@Nullable List<Double> own, List<Double> configured) {
        return own == null || own.isEmpty() ? configured : own;
    }

    /// Each property that the tenant names is a label or none as it says.
    static Set<Intrinsic> intrinsics(@Nullable Map<String, Boolean> own, Set<Intrinsic> configured) {
        if (own == null) {
            return configured;
        }
        EnumSet<Intrinsic> all = EnumSet.noneOf(Intrinsic.class);
        all.addAll(configured);
        own.forEach((name, wanted) -> {
            Set<Intrinsic> one = Intrinsic.parse(List.of(name));
            if (wanted) {
                all.addAll(one);
            } else {
                all.removeAll(one);
            }
        });
        return all;
    }

    static List<DimensionMapping> mappings(
            @Nullable List<GeneratorOverrides.DimensionMapping> own, List<DimensionMapping> configured) {
        return own == null
                ? configured
                : own.stream()
                        .map(mapping -> new DimensionMapping(mapping.name(), mapping.sourceLabels(), mapping.join()))
                        .toList();
    }

    static SpanWeight weight(@Nullable String ownKey, @Nullable Boolean ownTraceState, String key, boolean traceState) {
        return new SpanWeight(
                Objects.requireNonNullElse(ownKey, key), Objects.requireNonNullElse(ownTraceState, traceState));
    }

    /// A tenant's policies replace all three lists of the configuration.
    static SpanFilter filter(@Nullable List<FilterPolicy> own, SpanFilter configured) {
        if (own == null) {
            return configured;
        }
        List<List<Wanted>> include = new ArrayList<>();
        List<List<Wanted>> includeAny = new ArrayList<>();
        List<List<Wanted>> exclude = new ArrayList<>();
        for (FilterPolicy policy : own) {
            add(include, policy.include());
            add(includeAny, policy.includeAny());
            add(exclude, policy.exclude());
        }
        return new SpanFilter(Policies.of(include), Policies.of(includeAny), Policies.of(exclude));
    }

    private static void add(List<List<Wanted>> policies, @Nullable PolicyMatch match) {
        if (match != null) {
            boolean regex = match.matchType().equals("regex");
            policies.add(match.attributes().stream()
                    .map(one -> new Wanted(one.key(), Objects.requireNonNullElse(one.value(), ""), regex))
                    .toList());
        }
    }
}
