package dev.spanflame.traceql.plan;

import dev.spanflame.traceql.syntax.tree.AttributeName;
import dev.spanflame.traceql.syntax.tree.FieldExpr;
import dev.spanflame.traceql.syntax.tree.FieldName;
import dev.spanflame.traceql.syntax.tree.Intrinsic;
import dev.spanflame.traceql.syntax.tree.ParentIntrinsic;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Collects the fields that come back with every span: all that a query names, in order of first mention.
///
/// What an answer holds anyway (duration, ids of trace and span, what is known of the root and the trace) is left out;
/// the span's name has a place of its own.
final class OutputFields {
    private final Set<FieldName> names = new LinkedHashSet<>();
    private boolean name;

    void add(FieldExpr expr) {
        switch (expr) {
            case FieldExpr.Constant _ -> {}
            case FieldExpr.Reference reference -> add(reference.name());
            case FieldExpr.Binary binary -> {
                add(binary.left());
                add(binary.right());
            }
            case FieldExpr.Logical logical -> logical.operands().forEach(this::add);
            case FieldExpr.Unary unary -> add(unary.operand());
            case FieldExpr.NilTest test -> add(test.operand());
            case FieldExpr.Item item -> add(item.operand());
            case FieldExpr.Length length -> add(length.operand());
        }
    }

    boolean hasName() {
        return name;
    }

    List<OutputField> fields() {
        List<OutputField> fields = new ArrayList<>();
        for (FieldName fieldName : names) {
            fields.add(new OutputField(key(fieldName), FieldRef.of(fieldName)));
        }
        return fields;
    }

    private void add(FieldName fieldName) {
        name |= fieldName == Intrinsic.NAME;
        if (!isAlwaysThere(fieldName)) {
            names.add(fieldName);
        }
    }

    private static boolean isAlwaysThere(FieldName fieldName) {
        return switch (fieldName) {
            case AttributeName _, ParentIntrinsic _ -> false;
            case Intrinsic intrinsic ->
                switch (intrinsic) {
                    case NAME, DURATION, TRACE_DURATION, ROOT_SERVICE_NAME, ROOT_NAME, TRACE_ID, SPAN_ID -> true;
                    // Whether there is a parent is asked, never shown.
                    case PARENT -> true;
                    case STATUS, STATUS_MESSAGE, KIND, PARENT_ID, CHILD_COUNT -> false;
                    case NESTED_SET_LEFT, NESTED_SET_RIGHT, NESTED_SET_PARENT -> false;
                    case EVENT_NAME, EVENT_TIME_SINCE_START, LINK_SPAN_ID, LINK_TRACE_ID -> false;
                    case INSTRUMENTATION_NAME, INSTRUMENTATION_VERSION -> false;
                };
        };
    }

    private static String key(FieldName fieldName) {
        return switch (fieldName) {
            case AttributeName attribute -> (attribute.ofParent() ? "parent." : "") + attribute.key();
            case Intrinsic intrinsic -> intrinsic.text();
            case ParentIntrinsic parent -> parent.text();
        };
    }
}
