package dev.spanflame.tests.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What Grafana and Prometheus are given: it parses, and what it names exists.
final class ProvisioningTest {
    private static final String SOURCES = "grafana/provisioning/datasources/spanflame.yaml";

    @Test
    void linksLeadToDataSourcesThatExist() throws IOException {
        Set<String> sources = new HashSet<>();
        for (Object source : sources()) {
            assertThat(sources.add(DockerFiles.at(source, "uid").toString())).isTrue();
        }
        assertThat(sources).isEqualTo(Set.of("tempo", "pyroscope", "prometheus", "loki"));
        List<String> linked = new ArrayList<>();
        collectLinks(sources(), linked);
        assertThat(linked).hasSize(7);
        assertThat(sources).containsAll(linked);
    }

    @Test
    void everyDataSourceIsAServiceOfTheComposeFile() throws IOException {
        Map<?, ?> services = (Map<?, ?>) DockerFiles.at(DockerFiles.yaml("compose.yaml"), "services");
        for (Object source : sources()) {
            Matcher url = Pattern.compile("http://([a-z]+):(\\d+)")
                    .matcher(DockerFiles.at(source, "url").toString());
            assertThat(url.matches()).isTrue();
            assertThat(services.get(url.group(1))).as(url.group(1)).isNotNull();
        }
    }

    @Test
    void theTypesAreThoseGrafanaKnows() throws IOException {
        List<String> types = new ArrayList<>();
        for (Object source : sources()) {
            types.add(DockerFiles.at(source, "type").toString());
        }
        assertThat(types).containsExactly("tempo", "grafana-pyroscope-datasource", "prometheus", "loki");
    }

    @Test
    void aDollarSignIsNeverAVariableByMistake() throws IOException {
        // Grafana replaces ${name} in these files; $$ stands for one dollar sign
        assertThat(DockerFiles.text(SOURCES).replace("$$", "")).doesNotContain("$");
    }

    @Test
    void prometheusScrapesSpanflame() throws IOException {
        Object scrape = DockerFiles.at(DockerFiles.yaml("prometheus/prometheus.yaml"), "scrape_configs");
        assertThat(scrape.toString()).contains("spanflame:3200");
    }

    private static List<?> sources() throws IOException {
        return (List<?>) DockerFiles.at(DockerFiles.yaml(SOURCES), "datasources");
    }

    private static void collectLinks(Object yaml, List<String> links) {
        if (yaml instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (key.equals("datasourceUid")) {
                    links.add(value.toString());
                }
                collectLinks(value, links);
            });
        } else if (yaml instanceof List<?> list) {
            list.forEach(item -> collectLinks(item, links));
        }
    }
}
