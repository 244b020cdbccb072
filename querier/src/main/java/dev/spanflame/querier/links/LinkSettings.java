package dev.spanflame.querier.links;

import java.time.Duration;
import java.util.List;

/// Where links lead. Immutable.
///
/// `baseUrl` is the address that browsers reach this server by; without one, links to this server begin
/// with a slash. `grafanaUrl` is empty where there is no Grafana. `profileType` is what links to profiles
/// ask for, `profileTags` the labels by which they find the profiles of a service.
public record LinkSettings(
        String baseUrl,
        String grafanaUrl,
        String tracesDataSource,
        String profilesDataSource,
        String profileType,
        List<TagMapping> profileTags,
        Logs logs) {
    /// No Grafana, no logs, CPU time by the name of the service.
    public static final LinkSettings DEFAULTS = new LinkSettings(
            "",
            "",
            "tempo",
            "pyroscope",
            "process_cpu:cpu:nanoseconds:cpu:nanoseconds",
            List.of(new TagMapping("service.name", "service_name")),
            Logs.NOWHERE);

    /// Copies the list and takes the slash off the end of addresses.
    public LinkSettings {
        baseUrl = WebAddress.trimmed(baseUrl);
        grafanaUrl = WebAddress.trimmed(grafanaUrl);
        profileTags = List.copyOf(profileTags);
    }

    /// Where logs are, and how those of a span are found, as Grafana's `tracesToLogsV2`.
    ///
    /// `tags` without an entry are those that are usual for the store. `query` is empty where it is made of
    /// tags and ids. Logs are looked for from `before` the start of a span until `after` its end.
    public record Logs(
            LogStore store,
            String url,
            String dataSource,
            List<TagMapping> tags,
            boolean byTrace,
            boolean bySpan,
            String query,
            Duration before,
            Duration after) {
        /// No links to logs.
        public static final Logs NOWHERE = new Logs(
                LogStore.NONE, "", "loki", List.of(), true, false, "", Duration.ofMinutes(5), Duration.ofMinutes(5));

        /// Copies the list and takes the slash off the end of the address.
        public Logs {
            url = store == LogStore.CUSTOM ? url : WebAddress.trimmed(url);
            tags = List.copyOf(tags);
        }
    }
}
