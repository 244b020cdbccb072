package dev.spanflame.traceql.metrics.measure;

import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.fetch.SpanPartition;
import dev.spanflame.traceql.syntax.Printer;
import dev.spanflame.traceql.syntax.tree.AttributeName;
import dev.spanflame.traceql.syntax.tree.AttributeScope;
import dev.spanflame.traceql.syntax.tree.FieldName;
import dev.spanflame.traceql.syntax.tree.Intrinsic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The fields whose values `compare()` counts: all attributes, and the intrinsics that say what kind of span it is.
final class ComparedFields {
    private static final Map<Field.Intrinsic, Intrinsic> INTRINSICS = Map.of(
            Field.Intrinsic.NAME, Intrinsic.NAME,
            Field.Intrinsic.STATUS, Intrinsic.STATUS,
            Field.Intrinsic.STATUS_MESSAGE, Intrinsic.STATUS_MESSAGE,
            Field.Intrinsic.KIND, Intrinsic.KIND,
            Field.Intrinsic.ROOT_NAME, Intrinsic.ROOT_NAME,
            Field.Intrinsic.ROOT_SERVICE_NAME, Intrinsic.ROOT_SERVICE_NAME,
            Field.Intrinsic.EVENT_NAME, Intrinsic.EVENT_NAME,
            Field.Intrinsic.INSTRUMENTATION_NAME, Intrinsic.INSTRUMENTATION_NAME,
            Field.Intrinsic.INSTRUMENTATION_VERSION, Intrinsic.INSTRUMENTATION_VERSION);

    private ComparedFields() {}

    /// The fields that spans of a partition may have.
    static List<Field> in(SpanPartition partition) {
        List<Field> fields = new ArrayList<>(INTRINSICS.keySet());
        fields.addAll(partition.attributes());
        return fields;
    }

    /// The name of a field in labels.
    static String label(Field field) {
        return Printer.print(name(field));
    }

    private static FieldName name(Field field) {
        return switch (field) {
            case Field.Attribute(Field.Scope scope, String key) -> AttributeName.of(scope(scope), key);
            case Field.Intrinsic intrinsic -> {
                Intrinsic known = INTRINSICS.get(intrinsic);
                if (known == null) {
                    throw new IllegalArgumentException("not compared: " + intrinsic);
                }
                yield known;
            }
        };
    }

    private static AttributeScope scope(Field.Scope scope) {
        return switch (scope) {
            case SPAN -> AttributeScope.SPAN;
            case RESOURCE -> AttributeScope.RESOURCE;
            case EVENT -> AttributeScope.EVENT;
            case LINK -> AttributeScope.LINK;
            case INSTRUMENTATION -> AttributeScope.INSTRUMENTATION;
        };
    }
}
