package dev.spanflame.server.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.proto.edge.Route.ErrorFormat;
import dev.spanflame.proto.edge.Route.TenantRule;
import dev.spanflame.server.edge.RouteTable.Found;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RouteTableTest {
    private static Route route(String pattern, String... methods) {
        return new Route(Set.of(methods), pattern, 0, TenantRule.NONE, ErrorFormat.TEXT, _ -> HttpReply.empty(200));
    }

    private final RouteTable table = new RouteTable(List.of(
            route("/"),
            route("/api/{name}", "GET", "POST"),
            route("/api/echo", "GET"),
            route("/api/{name}/values", "GET"),
            route("/api/v2/search/tag/{tag:*}/values", "GET"),
            route("/ui/{file:*}", "GET")));

    @ParameterizedTest
    @CsvSource({
        "GET,/,/",
        "GET,/api/echo,/api/echo",
        "POST,/api/echo,/api/{name}",
        "GET,/api/x,/api/{name}",
        "GET,/api/x/values,/api/{name}/values",
        "GET,/api/v2/search/tag/a/b/values,/api/v2/search/tag/{tag:*}/values",
        "GET,/ui/a/b/c.js,/ui/{file:*}",
        "HEAD,/ui/x,/ui/{file:*}",
    })
    void prefersTheMoreSpecificPattern(String method, String path, String pattern) {
        assertThat(table.find(method, path))
                .isInstanceOfSatisfying(
                        Found.Match.class,
                        match -> assertThat(match.route().pattern()).isEqualTo(pattern));
    }

    @Test
    void capturesTheMiddleBetweenLiterals() {
        assertThat(table.find("GET", "/api/v2/search/tag/a/b/values"))
                .isInstanceOfSatisfying(
                        Found.Match.class,
                        match -> assertThat(match.parameters()).isEqualTo(Map.of("tag", "a/b")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api", "/api/", "/api/x/y", "/ui", "/api/v2/search/tag/values", "//", "/apix/echo"})
    void findsNothing(String path) {
        assertThat(table.find("GET", path)).isInstanceOf(Found.Nothing.class);
    }

    @Test
    void namesMethodsOfAllPatternsThatFit() {
        assertThat(table.find("PUT", "/api/echo"))
                .isInstanceOfSatisfying(
                        Found.WrongMethod.class,
                        wrong -> assertThat(wrong.allow()).isEqualTo("GET, HEAD, POST"));
    }

    @Test
    void showsHandlersGetInsteadOfHead() {
        assertThat(table.find("HEAD", "/"))
                .isInstanceOfSatisfying(
                        Found.Match.class, match -> assertThat(match.method()).isEqualTo("GET"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "/{}", "/{a", "/a{b}", "/{a:*}/{b:*}"})
    void refusesMalformedPatterns(String pattern) {
        assertThatThrownBy(() -> new RouteTable(List.of(route(pattern))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(pattern);
    }

    @Test
    void refusesTwoRoutesForOneCall() {
        assertThatThrownBy(() -> new RouteTable(List.of(route("/a/{x}", "GET"), route("/a/{y}"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new RouteTable(List.of(route("/a/{x}", "GET"), route("/a/{y}", "POST"))).find("POST", "/a/b"))
                .isInstanceOf(Found.Match.class);
    }
}
