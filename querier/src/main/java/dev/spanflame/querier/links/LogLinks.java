package dev.spanflame.querier.links;

import dev.spanflame.model.Hex;
import dev.spanflame.querier.links.GrafanaExplore.DataSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Links to the logs of a span. Immutable.
final class LogLinks {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

    private final LinkSettings.Logs settings;
    private final List<TagMapping> tags;
    private final Optional<QueryTemplate> template;

    LogLinks(LinkSettings.Logs settings) {
        this.settings = settings;
        List<TagMapping> wanted = settings.tags().isEmpty() ? settings.store().usualTags() : settings.tags();
        this.tags = settings.store() == LogStore.LOKI
                ? wanted.stream().map(TagMapping::asLabel).toList()
                : wanted;
        this.template = settings.query().isEmpty()
                ? Optional.empty()
                : Optional.of(QueryTemplate.parse(settings.query(), settings.store()));
    }

    /// The link; empty where there is no store, or where too little is known of the span to find its
    /// logs.
    Optional<String> of(LinkSubject subject) {
        Period period = Period.around(subject, settings.before(), settings.after());
        return switch (settings.store()) {
            case NONE -> Optional.empty();
            case CUSTOM -> custom(subject, period);
            case LOKI -> query(subject).map(query -> loki(query, period));
            case VICTORIALOGS -> query(subject).map(query -> victoriaLogs(query, period));
            case SEQ ->
                query(subject)
                        .map(query -> settings.url() + "/#/events?filter=" + WebAddress.escape(query) + "&from="
                                + WebAddress.escape(period.from()) + "&to=" + WebAddress.escape(period.to()));
            case KIBANA -> query(subject).map(query -> kibana(query, period));
        };
    }

    private Optional<String> query(LinkSubject subject) {
        String found = settings.store().all(conditions(subject));
        if (template.isPresent()) {
            return template.get().fill(subject, found);
        }
        return settings.store() == LogStore.LOKI ? logQl(subject, found) : others(subject);
    }

    private List<String> conditions(LinkSubject subject) {
        List<String> conditions = new ArrayList<>();
        for (TagMapping tag : tags) {
            subject.attribute(tag.key())
                    .ifPresent(value -> conditions.add(settings.store().condition(tag.field(), value)));
        }
        return conditions;
    }

    /// Loki finds nothing without a label. An id may stand in the line or in the structured metadata.
    private Optional<String> logQl(LinkSubject subject, String labels) {
        if (labels.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder query = new StringBuilder("{").append(labels).append('}');
        if (settings.byTrace()) {
            query.append(inLine("trace", subject.trace().hex()));
        }
        if (settings.bySpan() && subject.span() != 0) {
            query.append(inLine("span", Hex.of(subject.span())));
        }
        return Optional.of(query.toString());
    }

    private static String inLine(String what, String id) {
        return " | label_format line_has_" + what + "=`{{ contains \"" + id + "\" __line__ }}` | line_has_" + what
                + "=\"true\" or " + what + "_id=\"" + id + '"';
    }

    private Optional<String> others(LinkSubject subject) {
        LogStore store = settings.store();
        List<String> conditions = conditions(subject);
        if (settings.byTrace()) {
            conditions.add(store.condition(store.traceField(), subject.trace().hex()));
        }
        if (settings.bySpan() && subject.span() != 0) {
            conditions.add(store.condition(store.spanField(), Hex.of(subject.span())));
        }
        return conditions.isEmpty() ? Optional.empty() : Optional.of(store.all(conditions));
    }

    private String loki(String query, Period period) {
        return GrafanaExplore.url(
                settings.url(),
                new DataSource("loki", settings.dataSource()),
                List.of(Map.entry("expr", query)),
                period);
    }

    /// The time stands in the query as well, where every version of the page keeps it.
    private String victoriaLogs(String query, Period period) {
        String timed = "_time:[" + period.from() + ", " + period.to() + "] " + query;
        String end = period.to().replaceAll("(\\.\\d+)?Z$", "");
        return settings.url() + "/select/vmui/#/?query=" + WebAddress.escape(timed) + "&g0.range_input="
                + period.seconds() + "s&g0.end_input=" + WebAddress.escape(end) + "&g0.relative_time=none";
    }

    private String kibana(String query, Period period) {
        String index = settings.dataSource().isEmpty() ? "" : "index:'" + rison(settings.dataSource()) + "',";
        return settings.url() + "/app/discover#/?_g=(time:(from:'" + rison(period.from()) + "',to:'"
                + rison(period.to()) + "'))&_a=(" + index + "query:(language:kuery,query:'" + rison(query) + "'))";
    }

    /// Text of RISON, which Kibana keeps in addresses, between its quotes.
    private static String rison(String text) {
        return WebAddress.escape(text.replace("!", "!!").replace("'", "!'"));
    }

    private Optional<String> custom(LinkSubject subject, Period period) {
        Optional<String> query = template.isPresent() ? query(subject) : Optional.of("");
        StringBuilder out = new StringBuilder();
        Matcher variables = VARIABLE.matcher(settings.url());
        while (variables.find()) {
            Optional<String> value = switch (variables.group(1)) {
                case "__query" -> query;
                case "__from" -> Optional.of(String.valueOf(period.fromMillis()));
                case "__to" -> Optional.of(String.valueOf(period.toMillis()));
                default -> QueryTemplate.value(variables.group(1), subject);
            };
            if (value.isEmpty()) {
                return Optional.empty();
            }
            variables.appendReplacement(out, Matcher.quoteReplacement(WebAddress.escape(value.get())));
        }
        return Optional.of(variables.appendTail(out).toString());
    }
}
