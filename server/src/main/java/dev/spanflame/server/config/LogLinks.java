package dev.spanflame.server.config;

import dev.spanflame.querier.links.LinkSettings;
import dev.spanflame.querier.links.LogStore;
import dev.spanflame.querier.links.QueryTemplate;
import dev.spanflame.querier.links.TagMapping;
import dev.spanflame.querier.links.WebAddress;
import java.time.Duration;

/// Links from spans to logs, as Grafana's `tracesToLogsV2` makes them.
///
/// @param store           Where logs are looked at.
/// @param url             Address of the page: Grafana's for `loki`, else of the store itself. For
/// `custom` an address
/// with variables such as `$${__span.traceId}`, `$${__query}`, `$${__from}` and `$${__to}`
/// (milliseconds since 1970).
/// @param datasource      Uid of Grafana's data source for `loki`, id of the data view for `kibana`.
/// @param tags            Attributes of a span or its resource by which its logs are found, as
/// `attribute=field`, with
/// commas. Empty: what is usual for the store.
/// @param filterByTraceId Whether logs of the trace alone are looked for.
/// @param filterBySpanId  Whether logs of the span alone are looked for.
/// @param query           A query of the store's language with variables such as `$${__span.spanId}`,
/// `$${__span.tags["http.route"]}` and `$${__tags}`. Empty: made of the keys above.
/// @param before          How long before the span's start logs are looked for.
/// @param after           How long after its end.
public record LogLinks(
        LogStore store,
        String url,
        String datasource,
        String tags,
        boolean filterByTraceId,
        boolean filterBySpanId,
        String query,
        Duration before,
        Duration after) {
    /// Checks what belongs together.
    public LogLinks {
        boolean off = store == LogStore.NONE;
        boolean address = store == LogStore.CUSTOM ? WebAddress.isTemplate(url) : WebAddress.isValid(url);
        new Rules()
                .that(
                        "url",
                        address || (off && url.isEmpty()),
                        store == LogStore.CUSTOM ? WebAddress.EXPECTED_TEMPLATE : WebAddress.EXPECTED)
                .that("tags", TagMapping.isValid(tags), TagMapping.EXPECTED)
                .that("query", QueryTemplate.isValid(query, store), QueryTemplate.expected())
                .check();
    }

    /// No links to logs.
    public static LogLinks defaults() {
        LinkSettings.Logs nowhere = LinkSettings.Logs.NOWHERE;
        return new LogLinks(
                nowhere.store(),
                nowhere.url(),
                nowhere.dataSource(),
                "",
                nowhere.byTrace(),
                nowhere.bySpan(),
                nowhere.query(),
                nowhere.before(),
                nowhere.after());
    }

    /// The same as the querier wants it.
    LinkSettings.Logs settings() {
        return new LinkSettings.Logs(
                store, url, datasource, TagMapping.parse(tags), filterByTraceId, filterBySpanId, query, before, after);
    }
}
