package dev.spanflame.querier.links;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"https://logs.example", "http://localhost:3000/grafana/", "HTTPS://a.b/c", "http://[::1]:5341"})
    void takesAddressesOfHttp(String text) {
        assertThat(WebAddress.isValid(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "javascript:alert(1)",
                "JavaScript://x/%0aalert(1)",
                "java\nscript:alert(1)",
                "data:text/html,x",
                "vbscript:x",
                "file:///etc/passwd",
                "//logs.example",
                "/explore",
                "logs.example",
                "https://",
                "https:logs.example",
                "https://user:password@logs.example",
                "https://logs.example/?a=b",
                "https://logs.example/#a",
                "https://logs.example/a b",
                " https://logs.example"
            })
    void refusesEverythingElse(String text) {
        assertThat(WebAddress.isValid(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://logs.example/find?q=${__query}&from=${__from}&to=${__to}",
                "http://a:80#${__span.traceId}/${__span.tags[\"k\"]}",
                "https://logs.example"
            })
    void takesTemplatesOfOneHost(String text) {
        assertThat(WebAddress.isTemplate(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:${__span.name}",
                "${__span.name}",
                "https://${__span.name}/",
                "https://logs.${__span.name}/",
                "https://logs.example${__span.name}/",
                "https://logs.example:${__span.name}/",
                "https://logs.example@${__span.name}/",
                "data:text/html,${__span.name}",
                "https://logs.example/${__unknown}",
                "https://logs.example/${",
                "https://logs.example/a b",
                ""
            })
    void refusesTemplatesWhoseHostCouldChange(String text) {
        assertThat(WebAddress.isTemplate(text)).isFalse();
    }
}
