package dev.spanflame.querier.links;

import dev.spanflame.block.profile.LabelMatcher;
import dev.spanflame.model.Hex;
import dev.spanflame.querier.links.GrafanaExplore.DataSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Makes links. Immutable.
///
/// Every value is escaped for the place it stands in, and every link is an address of HTTP on a host that
/// the configuration names, or on this server.
public final class Links {
    /// Links within this server alone.
    public static final Links OWN = new Links(LinkSettings.DEFAULTS);

    /// Profiles are often sent every 10 seconds, and what was asked for a moment ago may lie in the
    /// next one.
    private static final long PROFILE_MARGIN_MILLIS = 60_000;

    private final LinkSettings settings;
    private final LogLinks logs;
    private final String profileType;

    /// Links as configured.
    public Links(LinkSettings settings) {
        this.settings = settings;
        this.logs = new LogLinks(settings.logs());
        this.profileType = settings.profileType();
    }

    /// A link and what it leads to.
    public record Link(String relation, String href) {}

    /// What leads from a span, or from a whole trace, to its trace, its logs and its profile.
    public List<Link> of(LinkSubject subject) {
        List<Link> links = new ArrayList<>();
        Period period = Period.around(subject, Duration.ZERO, Duration.ZERO);
        links.add(new Link(
                "trace",
                settings.baseUrl() + "/api/v2/traces/" + subject.trace().hex()));
        links.add(new Link("profile", profile(subject, period)));
        logs.of(subject).ifPresent(href -> links.add(new Link("logs", href)));
        if (!settings.grafanaUrl().isEmpty()) {
            links.add(new Link("grafanaTrace", traces(subject.trace().hex(), period.wider(PROFILE_MARGIN_MILLIS))));
            links.add(new Link("grafanaProfile", grafanaProfile(subject, period)));
        }
        return links;
    }

    /// The page with the flame graph of the span's samples, those of its threads included.
    private String profile(LinkSubject subject, Period period) {
        return settings.baseUrl() + "/api/v2/flamegraph?q=" + WebAddress.escape(traceQl(subject)) + "&type="
                + WebAddress.escape(profileType) + "&labels=" + WebAddress.escape(selector(subject)) + "&start="
                + period.fromMillis() + "&end=" + period.toMillis() + "&format=html";
    }

    private static String traceQl(LinkSubject subject) {
        String trace = "trace:id = \"" + subject.trace().hex() + '"';
        return subject.span() == 0
                ? "{ " + trace + " }"
                : "{ " + trace + " && span:id = \"" + Hex.of(subject.span()) + "\" }";
    }

    /// The labels of the service whose profiles are meant; a whole trace runs in many.
    private String selector(LinkSubject subject) {
        if (subject.span() == 0) {
            return "{}";
        }
        List<String> labels = new ArrayList<>();
        for (TagMapping tag : settings.profileTags()) {
            subject.attribute(tag.key())
                    .ifPresent(value -> labels.add(tag.field() + "=" + QueryDialect.LOGQL.literal(value)));
        }
        return "{" + String.join(",", labels) + "}";
    }

    private String grafanaProfile(LinkSubject subject, Period period) {
        List<String> spans = subject.span() == 0 ? List.of() : List.of(Hex.of(subject.span()));
        List<String> traces = subject.span() == 0 ? List.of(subject.trace().hex()) : List.of();
        return GrafanaExplore.url(
                settings.grafanaUrl(),
                new DataSource("grafana-pyroscope-datasource", settings.profilesDataSource()),
                List.of(
                        Map.entry("queryType", "profile"),
                        Map.entry("profileTypeId", profileType),
                        Map.entry("labelSelector", selector(subject)),
                        Map.entry("spanSelector", spans),
                        Map.entry("traceIdSelector", traces)),
                period.wider(PROFILE_MARGIN_MILLIS));
    }

    private String traces(String query, Period period) {
        return GrafanaExplore.url(
                settings.grafanaUrl(),
                new DataSource("tempo", settings.tracesDataSource()),
                List.of(Map.entry("queryType", "traceql"), Map.entry("query", query)),
                period);
    }

    /// What leads from profiles of a time, in milliseconds since 1970, to the traces that `query`
    /// finds.
    public List<Link> toTraces(String query, long fromMillis, long toMillis) {
        Period period = new Period(fromMillis, Math.max(fromMillis + 1, toMillis));
        List<Link> links = new ArrayList<>();
        links.add(new Link(
                "traces",
                settings.baseUrl() + "/api/search?q=" + WebAddress.escape(query) + "&start="
                        + Math.floorDiv(period.fromMillis(), 1_000L) + "&end="
                        + Math.ceilDiv(period.toMillis(), 1_000L)));
        if (!settings.grafanaUrl().isEmpty()) {
            links.add(new Link("grafanaTraces", traces(query, period)));
        }
        return links;
    }

    /// TraceQL for the spans of the service whose profiles the conditions select, as far as they name one
    /// by the labels that links to profiles use.
    public String traceQlOf(List<LabelMatcher> matchers) {
        List<String> conditions = new ArrayList<>();
        for (LabelMatcher matcher : matchers) {
            for (TagMapping tag : settings.profileTags()) {
                if (matcher.name().equals(tag.field())) {
                    conditions.add("resource." + attribute(tag.key()) + " "
                            + matcher.operator().sign() + " " + QueryDialect.LOGQL.literal(matcher.value()));
                }
            }
        }
        return conditions.isEmpty() ? "{}" : conditions.stream().collect(Collectors.joining(" && ", "{ ", " }"));
    }

    private static String attribute(String key) {
        boolean plain = key.matches("[A-Za-z_][A-Za-z0-9_.-]*");
        return plain ? key : QueryDialect.LOGQL.literal(key);
    }
}
