package dev.spanflame.querier.tempo;

import dev.spanflame.model.BackendException;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.proto.tempopb.SearchResponse;
import dev.spanflame.querier.arrow.ArrowReply;
import dev.spanflame.querier.gate.QueryGate;
import dev.spanflame.querier.links.LinkedReplies;
import dev.spanflame.querier.tempo.table.SearchTable;
import dev.spanflame.querier.traces.TraceStore;
import dev.spanflame.traceql.TraceQl;
import dev.spanflame.traceql.search.SearchOptions;
import dev.spanflame.traceql.search.SearchPlan;
import dev.spanflame.traceql.search.SearchProgress;
import dev.spanflame.traceql.search.SearchResult;
import java.io.IOException;

/// `GET /api/search`: traces that match a TraceQL query, or tags, newest first.
final class SearchEndpoint {
    private final TraceStore store;
    private final QueryGate gate;
    private final SearchEvents events;
    private final LinkedReplies links;

    SearchEndpoint(TraceStore store, QueryGate gate, LinkedReplies links) {
        this.store = store;
        this.gate = gate;
        this.links = links;
        this.events = new SearchEvents(new SearchStream(store, gate));
    }

    Route route() {
        return Route.read("/api/search", this::search);
    }

    private HttpReply search(HttpCall call) throws IOException {
        SearchParameters asked = SearchParameters.of(call.query());
        if (SearchEvents.areWanted(call)) {
            if (LinkedReplies.areWanted(call)) {
                throw BackendException.badRequest(
                        "links_need_json", "links=true is not for event streams; send Accept: application/json");
            }
            return events.reply(call, asked);
        }
        SearchPlan plan = TraceQl.compile(asked.query());
        long maxBytes = gate.limits().maxResultBytes();
        try (QueryGate.Pass pass = gate.enter(call.caller())) {
            SearchOptions options = SearchOptions.of(asked.window())
                    .withLimit(asked.limit())
                    .withSpansPerSpanSet(asked.spansPerSpanSet())
                    .withCancelled(pass.ended())
                    .withDeadlineNanos(pass.deadlineNanos())
                    .withMemory(maxBytes, pass.memory()::take);
            if (ArrowReply.isWanted(call)) {
                return SearchTable.reply(store.ask(
                        call.caller().tenants(), source -> plan.search(source, options, SearchProgress.NONE)));
            }
            boolean linked = LinkedReplies.areWanted(call);
            return store.ask(call.caller().tenants(), source -> {
                SearchResult result = plan.search(source, options, SearchProgress.NONE);
                if (Encoding.isLarge(pass) && !linked) {
                    return Encoding.reply(call, SearchMessages.listed(result, asked.byTags(), source, pass::check));
                }
                SearchResponse response = SearchMessages.response(result, asked.byTags(), source);
                HttpReply reply = Encoding.reply(call, response, maxBytes);
                return links.search(call, reply, response, new BoundedBytes(maxBytes));
            });
        }
    }
}
