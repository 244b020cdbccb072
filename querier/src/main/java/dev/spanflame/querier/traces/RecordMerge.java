package dev.spanflame.querier.traces;

import dev.spanflame.block.trace.SpanReader.SpanRecord;
import dev.spanflame.block.trace.TraceTree;
import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.Resource;
import dev.spanflame.model.trace.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Puts together the spans of one trace that were stored in several places: of equal spans one is kept, spans that
/// share an id and differ are all kept. Used by one thread.
///
/// Attributes of resources and scopes are sorted by key first, as those of spans are: their order says nothing.
final class RecordMerge {
    private static final Comparator<Attribute> BY_KEY = Comparator.comparing(Attribute::key);

    private final Map<Resource, Resource> resources = new HashMap<>();
    private final Map<Scope, Scope> scopes = new HashMap<>();
    private final Set<SpanRecord> records = new LinkedHashSet<>();

    /// Adds the spans of one place.
    void add(List<SpanRecord> spans) {
        for (SpanRecord span : spans) {
            Resource resource = resources.computeIfAbsent(span.resource(), RecordMerge::sorted);
            Scope scope = scopes.computeIfAbsent(span.scope(), RecordMerge::sorted);
            records.add(new SpanRecord(resource, scope, span.span()));
        }
    }

    /// Number of spans.
    int size() {
        return records.size();
    }

    /// The spans in the order in which [TraceTree] puts a trace.
    List<SpanRecord> inTreeOrder() {
        List<SpanRecord> all = List.copyOf(records);
        TraceTree tree = new TraceTree();
        for (SpanRecord span : all) {
            tree.add(
                    span.span().spanId(),
                    span.span().parentSpanId(),
                    span.span().kind(),
                    span.span().startNanos());
        }
        tree.build();
        List<SpanRecord> ordered = new ArrayList<>(all.size());
        for (int i = 0; i < all.size(); i++) {
            ordered.add(all.get(tree.at(i)));
        }
        return ordered;
    }

    private static Resource sorted(Resource resource) {
        return new Resource(
                sorted(resource.attributes()),
                resource.droppedAttributes(),
                resource.schemaUrl(),
                resource.entityRefs());
    }

    private static Scope sorted(Scope scope) {
        return new Scope(
                scope.name(),
                scope.version(),
                sorted(scope.attributes()),
                scope.droppedAttributes(),
                scope.schemaUrl());
    }

    private static List<Attribute> sorted(List<Attribute> attributes) {
        return attributes.stream().sorted(BY_KEY).toList();
    }
}
