package dev.spanflame.traceql.plan;

import dev.spanflame.traceql.fetch.Field;
import dev.spanflame.traceql.syntax.tree.AttributeName;
import dev.spanflame.traceql.syntax.tree.AttributeScope;
import dev.spanflame.traceql.syntax.tree.FieldName;
import dev.spanflame.traceql.syntax.tree.Intrinsic;
import dev.spanflame.traceql.syntax.tree.ParentIntrinsic;
import java.util.List;

/// A field of the language in terms of what storage can read.
public sealed interface FieldRef {
    /// A field that is stored as such.
    record Stored(Field field) implements FieldRef {}

    /// `.key`: the span's attribute, or else the resource's.
    record Unscoped(String key) implements FieldRef {}

    /// `resource.service.name`, which is never nil: a resource without that text has the empty one.
    record ServiceName() implements FieldRef {
        /// The stored attribute.
        public static final Field.Attribute FIELD = new Field.Attribute(Field.Scope.RESOURCE, "service.name");
    }

    /// A field of the span's parent; nil where no parent is stored.
    record OfParent(FieldRef field) implements FieldRef {}

    /// The stored fields it is made of.
    default List<Field> fields() {
        return switch (this) {
            case Stored(Field field) -> List.of(field);
            case Unscoped(String key) ->
                List.of(new Field.Attribute(Field.Scope.SPAN, key), new Field.Attribute(Field.Scope.RESOURCE, key));
            case ServiceName _ -> List.of(ServiceName.FIELD);
            case OfParent(FieldRef field) -> field.fields();
        };
    }

    /// Whose value it is.
    default Level level() {
        return switch (this) {
            case Stored(Field field) -> level(field);
            case Unscoped _, ServiceName _, OfParent _ -> Level.SPAN;
        };
    }

    /// The field that the language calls `name`. The parent as a whole is its span id: there, or nil.
    static FieldRef of(FieldName name) {
        return switch (name) {
            case AttributeName attribute -> attribute.ofParent() ? new OfParent(of(attribute)) : of(attribute);
            case Intrinsic intrinsic ->
                intrinsic == Intrinsic.PARENT
                        ? new OfParent(new Stored(Field.Intrinsic.SPAN_ID))
                        : new Stored(stored(intrinsic));
            case ParentIntrinsic parent -> new OfParent(new Stored(stored(parent.intrinsic())));
        };
    }

    private static FieldRef of(AttributeName name) {
        String key = name.key();
        if (name.scope() == AttributeScope.RESOURCE && key.equals("service.name")) {
            return new ServiceName();
        }
        return switch (name.scope()) {
            case ANY -> new Unscoped(key);
            case SPAN -> new Stored(new Field.Attribute(Field.Scope.SPAN, key));
            case RESOURCE -> new Stored(new Field.Attribute(Field.Scope.RESOURCE, key));
            case EVENT -> new Stored(new Field.Attribute(Field.Scope.EVENT, key));
            case LINK -> new Stored(new Field.Attribute(Field.Scope.LINK, key));
            case INSTRUMENTATION -> new Stored(new Field.Attribute(Field.Scope.INSTRUMENTATION, key));
        };
    }

    private static Field.Intrinsic stored(Intrinsic intrinsic) {
        return switch (intrinsic) {
            case DURATION -> Field.Intrinsic.DURATION;
            case NAME -> Field.Intrinsic.NAME;
            case STATUS -> Field.Intrinsic.STATUS;
            case STATUS_MESSAGE -> Field.Intrinsic.STATUS_MESSAGE;
            case KIND -> Field.Intrinsic.KIND;
            case SPAN_ID -> Field.Intrinsic.SPAN_ID;
            case PARENT_ID -> Field.Intrinsic.PARENT_ID;
            case CHILD_COUNT -> Field.Intrinsic.CHILD_COUNT;
            case TRACE_ID -> Field.Intrinsic.TRACE_ID;
            case TRACE_DURATION -> Field.Intrinsic.TRACE_DURATION;
            case ROOT_NAME -> Field.Intrinsic.ROOT_NAME;
            case ROOT_SERVICE_NAME -> Field.Intrinsic.ROOT_SERVICE_NAME;
            case NESTED_SET_LEFT -> Field.Intrinsic.NESTED_SET_LEFT;
            case NESTED_SET_RIGHT -> Field.Intrinsic.NESTED_SET_RIGHT;
            case NESTED_SET_PARENT -> Field.Intrinsic.NESTED_SET_PARENT;
            case EVENT_NAME -> Field.Intrinsic.EVENT_NAME;
            case EVENT_TIME_SINCE_START -> Field.Intrinsic.EVENT_TIME_SINCE_START;
            case LINK_SPAN_ID -> Field.Intrinsic.LINK_SPAN_ID;
            case LINK_TRACE_ID -> Field.Intrinsic.LINK_TRACE_ID;
            case INSTRUMENTATION_NAME -> Field.Intrinsic.INSTRUMENTATION_NAME;
            case INSTRUMENTATION_VERSION -> Field.Intrinsic.INSTRUMENTATION_VERSION;
            case PARENT -> throw new IllegalArgumentException("the parent as a whole is not stored");
        };
    }

    private static Level level(Field field) {
        return switch (field) {
            case Field.Attribute attribute ->
                switch (attribute.scope()) {
                    case EVENT -> Level.EVENT;
                    case LINK -> Level.LINK;
                    case SPAN, RESOURCE, INSTRUMENTATION -> Level.SPAN;
                };
            case Field.Intrinsic intrinsic -> level(intrinsic);
        };
    }

    private static Level level(Field.Intrinsic intrinsic) {
        return switch (intrinsic) {
            case EVENT_NAME, EVENT_TIME_SINCE_START -> Level.EVENT;
            case LINK_SPAN_ID, LINK_TRACE_ID -> Level.LINK;
            case DURATION, NAME, STATUS, STATUS_MESSAGE, KIND, SPAN_ID, PARENT_ID, CHILD_COUNT, TRACE_ID -> Level.SPAN;
            case TRACE_DURATION, ROOT_NAME, ROOT_SERVICE_NAME, START, TRACE_STATE -> Level.SPAN;
            case NESTED_SET_LEFT, NESTED_SET_RIGHT, NESTED_SET_PARENT -> Level.SPAN;
            case INSTRUMENTATION_NAME, INSTRUMENTATION_VERSION -> Level.SPAN;
        };
    }
}
