package dev.spanflame.querier.links;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.profile.LabelMatcher;
import dev.spanflame.block.profile.LabelMatcher.Operator;
import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.querier.links.Links.Link;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LinksTest {
    private static final String TRACE = "000000000000000100000000000000ab";
    private static final String SPAN = "00000000000000cd";
    private static final LinkSubject CART = new LinkSubject(
            new TraceId(1, 0xab),
            0xcd,
            "GET /cart",
            1_700_000_000_123_456_789L,
            40_000_000,
            List.of(Attribute.of("service.name", "sh\"op"), Attribute.of("k8s.pod.name", "p-1")));

    private static LinkSettings.Logs logs(LogStore store, String url, String tags, boolean bySpan, String query) {
        return new LinkSettings.Logs(
                store,
                url,
                "uid",
                TagMapping.parse(tags),
                true,
                bySpan,
                query,
                Duration.ofMinutes(5),
                Duration.ofMinutes(1));
    }

    private static LinkSettings with(LinkSettings.Logs logs) {
        LinkSettings usual = LinkSettings.DEFAULTS;
        return new LinkSettings(
                "https://traces.example/",
                "https://grafana.example/",
                usual.tracesDataSource(),
                usual.profilesDataSource(),
                usual.profileType(),
                usual.profileTags(),
                logs);
    }

    private static Optional<String> href(LinkSettings settings, LinkSubject subject, String relation) {
        return new Links(settings)
                .of(subject).stream()
                        .filter(link -> link.relation().equals(relation))
                        .map(Link::href)
                        .findFirst();
    }

    private static String decoded(Optional<String> href) {
        return URLDecoder.decode(href.orElseThrow().replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static Optional<String> logsOf(LinkSettings.Logs logs) {
        return href(with(logs), CART, "logs");
    }

    @Test
    void lokiIsShownInExplore() {
        LinkSettings.Logs loki =
                logs(LogStore.LOKI, "https://grafana.example/g/", "service.name=service_name, k8s.pod.name", true, "");
        assertThat(decoded(logsOf(loki)))
                .isEqualTo("https://grafana.example/g/explore?schemaVersion=1&panes={\"a\":{\"datasource\":\"uid\","
                        + "\"queries\":[{\"refId\":\"A\",\"datasource\":{\"type\":\"loki\",\"uid\":\"uid\"},\"expr\":\""
                        + "{service_name=\\\"sh\\\\\\\"op\\\", k8s_pod_name=\\\"p-1\\\"}"
                        + " | label_format line_has_trace=`{{ contains \\\"" + TRACE
                        + "\\\" __line__ }}` | line_has_trace=\\\"true\\\" or trace_id=\\\"" + TRACE + "\\\""
                        + " | label_format line_has_span=`{{ contains \\\"" + SPAN
                        + "\\\" __line__ }}` | line_has_span=\\\"true\\\" or span_id=\\\"" + SPAN + "\\\""
                        + "\"}],\"range\":{\"from\":\"1699999700123\",\"to\":\"1700000060164\"}}}");
    }

    @Test
    void lokiNeedsALabel() {
        assertThat(logsOf(logs(LogStore.LOKI, "https://g.example", "absent", true, "")))
                .isEmpty();
    }

    @Test
    void victoriaLogsSeqAndKibanaAreShownOnTheirPages() {
        assertThat(decoded(logsOf(logs(LogStore.VICTORIALOGS, "https://vl.example", "", true, ""))))
                .isEqualTo("https://vl.example/select/vmui/#/?query=_time:[2023-11-14T22:08:20.123Z,"
                        + " 2023-11-14T22:14:20.164Z] service.name:=\"sh\\\"op\" trace_id:=\"" + TRACE
                        + "\" span_id:=\"" + SPAN
                        + "\"&g0.range_input=361s&g0.end_input=2023-11-14T22:14:20&g0.relative_time=none");
        assertThat(decoded(logsOf(logs(LogStore.SEQ, "https://seq.example", "service.name=Service", false, ""))))
                .isEqualTo("https://seq.example/#/events?filter=Service = 'sh\"op' and @TraceId = '" + TRACE
                        + "'&from=2023-11-14T22:08:20.123Z&to=2023-11-14T22:14:20.164Z");
        assertThat(decoded(logsOf(logs(LogStore.KIBANA, "https://kb.example/s", "", false, ""))))
                .isEqualTo("https://kb.example/s/app/discover#/?_g=(time:(from:'2023-11-14T22:08:20.123Z',"
                        + "to:'2023-11-14T22:14:20.164Z'))&_a=(index:'uid',query:(language:kuery,query:'"
                        + "service.name : \"sh\\\"op\" and trace.id : \"" + TRACE + "\"'))");
    }

    @Test
    void aQueryOfOnesOwnIsEscapedForItsPlaceAndForTheAddress() {
        String kibana = logsOf(logs(LogStore.KIBANA, "https://kb.example", "", false, "a : \"${__span.name}'!\""))
                .orElseThrow();
        assertThat(kibana).endsWith("query:'a%20%3A%20%22GET%20%2Fcart%21%27%21%21%22'))");
    }

    @Test
    void anyOtherStoreHasAnAddressWithVariables() {
        String url = "https://other.example/${__span.traceId}?q=${__query}&n=${__span.name}&from=${__from}&to=${__to}";
        assertThat(logsOf(logs(LogStore.CUSTOM, url, "", false, "service=\"${__span.tags[\"service.name\"]}\"")))
                .contains("https://other.example/" + TRACE
                        + "?q=service%3D%22sh%5C%22op%22&n=GET%20%2Fcart&from=1699999700123&to=1700000060164");
        String none = "https://other.example/${__span.tags[\"none\"]}";
        assertThat(logsOf(logs(LogStore.CUSTOM, none, "", false, ""))).isEmpty();
    }

    @Test
    void aSpanLeadsToItsProfile() {
        LinkSettings settings = with(LinkSettings.Logs.NOWHERE);
        assertThat(decoded(href(settings, CART, "profile")))
                .isEqualTo("https://traces.example/api/v2/flamegraph?q={ trace:id = \"" + TRACE
                        + "\" && span:id = \"" + SPAN + "\" }&type=process_cpu:cpu:nanoseconds:cpu:nanoseconds"
                        + "&labels={service_name=\"sh\\\"op\"}&start=1700000000123&end=1700000000164&format=html");
        assertThat(decoded(href(settings, CART, "grafanaProfile")))
                .contains(
                        "\"type\":\"grafana-pyroscope-datasource\",\"uid\":\"pyroscope\"",
                        "\"spanSelector\":[\"" + SPAN + "\"]",
                        "\"labelSelector\":\"{service_name=\\\"sh\\\\\\\"op\\\"}\"");
        assertThat(decoded(href(settings, CART, "grafanaTrace"))).contains("\"query\":\"" + TRACE + '"');
        assertThat(href(settings, CART, "trace")).contains("https://traces.example/api/v2/traces/" + TRACE);
        assertThat(href(LinkSettings.DEFAULTS, CART, "trace")).contains("/api/v2/traces/" + TRACE);
        assertThat(href(LinkSettings.DEFAULTS, CART, "grafanaTrace")).isEmpty();
    }

    @Test
    void aWholeTraceLeadsToAllItsProfiles() {
        LinkSubject whole = new LinkSubject(CART.trace(), 0, "GET", CART.startNanos(), CART.durationNanos(), List.of());
        assertThat(decoded(href(with(LinkSettings.Logs.NOWHERE), whole, "profile")))
                .contains("q={ trace:id = \"" + TRACE + "\" }", "labels={}");
        assertThat(decoded(href(with(LinkSettings.Logs.NOWHERE), whole, "grafanaProfile")))
                .contains("\"traceIdSelector\":[\"" + TRACE + "\"]", "\"spanSelector\":[]");
    }

    @Test
    void profilesLeadToTheTracesOfTheirService() {
        Links links = new Links(with(LinkSettings.Logs.NOWHERE));
        String query = links.traceQlOf(List.of(
                LabelMatcher.equal("service_name", "a\"b"),
                LabelMatcher.of("service_name", Operator.MATCHES, "a.*"),
                LabelMatcher.equal("region", "eu")));
        assertThat(query).isEqualTo("{ resource.service.name = \"a\\\"b\" && resource.service.name =~ \"a.*\" }");
        assertThat(links.traceQlOf(List.of())).isEqualTo("{}");
        assertThat(links.toTraces("{}", 1_500, 2_500))
                .extracting(Link::relation)
                .containsExactly("traces", "grafanaTraces");
        assertThat(links.toTraces("{}", 1_500, 2_500).getFirst().href())
                .isEqualTo("https://traces.example/api/search?q=%7B%7D&start=1&end=3");
    }
}
