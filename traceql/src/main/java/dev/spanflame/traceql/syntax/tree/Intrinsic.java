package dev.spanflame.traceql.syntax.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Facts about a span that are no attributes.
///
/// Each has one printed text, which is also its key in answers. The older ones are printed as bare words and may be
/// written with a scope as well (`duration`, `span:duration`); the newer ones have only the scoped form.
public enum Intrinsic implements FieldName {
    DURATION("duration", "span:duration"),
    NAME("name", "span:name"),
    STATUS("status", "span:status"),
    STATUS_MESSAGE("statusMessage", "span:statusMessage"),
    KIND("kind", "span:kind"),
    SPAN_ID("span:id", "span:id"),
    PARENT_ID("span:parentID", "span:parentID"),
    CHILD_COUNT("span:childCount", "span:childCount"),
    TRACE_ID("trace:id", "trace:id"),
    TRACE_DURATION("traceDuration", "trace:duration"),
    ROOT_NAME("rootName", "trace:rootName"),
    ROOT_SERVICE_NAME("rootServiceName", "trace:rootService"),
    NESTED_SET_LEFT("nestedSetLeft", ""),
    NESTED_SET_RIGHT("nestedSetRight", ""),
    NESTED_SET_PARENT("nestedSetParent", ""),
    EVENT_NAME("event:name", "event:name"),
    EVENT_TIME_SINCE_START("event:timeSinceStart", "event:timeSinceStart"),
    LINK_SPAN_ID("link:spanID", "link:spanID"),
    LINK_TRACE_ID("link:traceID", "link:traceID"),
    INSTRUMENTATION_NAME("instrumentation:name", "instrumentation:name"),
    INSTRUMENTATION_VERSION("instrumentation:version", "instrumentation:version"),
    /// The parent span as a whole; it can only be asked whether it is there.
    PARENT("parent", "");

    private final String text;
    private final String scoped;

    Intrinsic(String text, String scoped) {
        this.text = text;
        this.scoped = scoped;
    }

    /// The printed form.
    public String text() {
        return text;
    }

    /// The scoped form, empty where there is none.
    public String scoped() {
        return scoped;
    }

    /// The intrinsic written as this bare word, if there is one.
    public static Optional<Intrinsic> ofWord(String word) {
        for (Intrinsic intrinsic : values()) {
            if (intrinsic.text.equals(word) && !intrinsic.text.equals(intrinsic.scoped)) {
                return Optional.of(intrinsic);
            }
        }
        return Optional.empty();
    }

    /// The intrinsic written as `scope` (colon included) followed by `word`, if there is one.
    public static Optional<Intrinsic> ofScoped(String scope, String word) {
        for (Intrinsic intrinsic : values()) {
            if (!intrinsic.scoped.isEmpty() && intrinsic.scoped.equals(scope + word)) {
                return Optional.of(intrinsic);
            }
        }
        return Optional.empty();
    }

    /// The words that may follow `scope` (colon included).
    public static List<String> wordsOf(String scope) {
        List<String> words = new ArrayList<>();
        for (Intrinsic intrinsic : values()) {
            if (intrinsic.scoped.startsWith(scope)) {
                words.add(intrinsic.scoped.substring(scope.length()));
            }
        }
        return words;
    }
}
