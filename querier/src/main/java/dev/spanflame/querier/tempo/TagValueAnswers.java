package dev.spanflame.querier.tempo;

import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.tempopb.SearchTagValuesResponse;
import dev.spanflame.proto.tempopb.SearchTagValuesV2Response;
import dev.spanflame.proto.tempopb.TagValue;
import dev.spanflame.querier.gate.QueryGate;
import dev.spanflame.querier.tempo.TagNameAnswers.Answer;
import dev.spanflame.querier.traces.CountingSource;
import dev.spanflame.querier.traces.TraceStore;
import dev.spanflame.traceql.syntax.tree.FieldName;
import dev.spanflame.traceql.tags.TagLookup;
import dev.spanflame.traceql.tags.TagOptions;
import dev.spanflame.traceql.tags.TagValues;
import java.io.IOException;
import java.util.TreeSet;

/// Answers which values an attribute has, whatever the protocol. Thread-safe.
public final class TagValueAnswers {
    private final TraceStore store;
    private final QueryGate gate;

    /// Answers over `store`, behind `gate`.
    public TagValueAnswers(TraceStore store, QueryGate gate) {
        this.store = store;
        this.gate = gate;
    }

    /// Texts alone, of an attribute that may come without scope.
    ///
    /// Throws [BackendException] of kind BAD_REQUEST for a name that cannot be one.
    public Answer<SearchTagValuesResponse> flat(Caller caller, String name, TagOptions asked) throws IOException {
        if (name.equals("error")) {
            return new Answer<>(
                    SearchTagValuesResponse.newBuilder()
                            .addTagValues("true")
                            .setMetrics(TagNameAnswers.noMetrics())
                            .build(),
                    false);
        }
        return ask(caller, TagName.loose(name), asked, (values, source) -> {
            TreeSet<String> texts = new TreeSet<>();
            values.values().forEach(value -> texts.add(value.text()));
            SearchTagValuesResponse message = SearchTagValuesResponse.newBuilder()
                    .addAllTagValues(texts)
                    .setMetrics(TagNameAnswers.metrics(source))
                    .build();
            return new Answer<>(message, values.truncated());
        });
    }

    /// Texts with their types, of a field as TraceQL writes it. Throws as [#flat].
    public Answer<SearchTagValuesV2Response> typed(Caller caller, String name, TagOptions asked) throws IOException {
        return ask(caller, TagName.exact(name), asked, (values, source) -> {
            SearchTagValuesV2Response.Builder message = SearchTagValuesV2Response.newBuilder();
            values.values()
                    .forEach(value -> message.addTagValues(
                            TagValue.newBuilder().setType(value.type()).setValue(value.text())));
            return new Answer<>(
                    message.setMetrics(TagNameAnswers.metrics(source)).build(), values.truncated());
        });
    }

    /// Makes an answer of values.
    private interface Form<T> {
        T of(TagValues values, CountingSource source);
    }

    private <T> T ask(Caller caller, FieldName field, TagOptions asked, Form<T> form) throws IOException {
        try (QueryGate.Pass pass = gate.enter(caller)) {
            TagOptions options = asked.withEnd(pass.ended(), pass.deadlineNanos());
            return store.ask(caller.tenants(), source -> form.of(new TagLookup(source, options).values(field), source));
        }
    }
}
