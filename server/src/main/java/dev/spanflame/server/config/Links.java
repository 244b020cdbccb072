package dev.spanflame.server.config;

import dev.spanflame.querier.links.LinkSettings;
import dev.spanflame.querier.links.TagMapping;
import dev.spanflame.querier.links.WebAddress;

/// Where the links of answers lead that are asked for by `links=true`, see [links.md](links.md).
///
/// @param baseUrl            Address that browsers reach this server by. Empty: links to this server
/// begin with a slash.
/// @param grafanaUrl         Address of Grafana. Empty: no links into Grafana but those to logs in
/// Loki.
/// @param tracesDatasource   Uid of Grafana's data source of traces.
/// @param profilesDatasource Uid of Grafana's data source of profiles.
/// @param profileType        Type of the profiles that links lead to.
/// @param profileTags        Attributes of a span by which its profiles are found, as
/// `attribute=label`, with commas.
public record Links(
        String baseUrl,
        String grafanaUrl,
        String tracesDatasource,
        String profilesDatasource,
        String profileType,
        String profileTags,
        LogLinks logs) {
    /// Checks addresses and tags.
    public Links {
        new Rules()
                .that("base-url", baseUrl.isEmpty() || WebAddress.isValid(baseUrl), WebAddress.EXPECTED)
                .that("grafana-url", grafanaUrl.isEmpty() || WebAddress.isValid(grafanaUrl), WebAddress.EXPECTED)
                .that("profile-tags", TagMapping.isValid(profileTags), TagMapping.EXPECTED)
                .check();
    }

    /// Links within this server alone.
    public static Links defaults() {
        LinkSettings settings = LinkSettings.DEFAULTS;
        return new Links(
                "",
                "",
                settings.tracesDataSource(),
                settings.profilesDataSource(),
                settings.profileType(),
                "service.name=service_name",
                LogLinks.defaults());
    }

    /// The same as the querier wants it.
    public LinkSettings settings() {
        return new LinkSettings(
                baseUrl,
                grafanaUrl,
                tracesDatasource,
                profilesDatasource,
                profileType,
                TagMapping.parse(profileTags),
                logs.settings());
    }
}
