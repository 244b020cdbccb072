package dev.spanflame.querier.pyroscope.vcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Tenant;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.Headers;
import dev.spanflame.proto.edge.RpcMethod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class VcsApiTest {
    private static final Tenant OTHER = new Tenant("other");

    private final FakeGithub github = start();
    private long now = 1_700_000_000_000L;

    private static FakeGithub start() {
        try {
            return new FakeGithub();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void stop() {
        github.close();
    }

    private VcsApi api(String clientId, String token) {
        VcsSettings settings = new VcsSettings(
                github.url(), github.url() + "/api", clientId, "s&cret", "http://grafana/callback", "session", token);
        return new VcsApi(settings, () -> Instant.ofEpochMilli(now), new Random(3));
    }

    private String call(VcsApi api, String method, String json) {
        return call(api, Tenant.ANONYMOUS, "", method, json);
    }

    private String call(VcsApi api, Tenant tenant, String cookie, String method, String json) {
        RpcMethod rpc = api.methods().stream()
                .filter(each -> each.name().equals(method))
                .findFirst()
                .orElseThrow();
        RpcMethod.JsonForm form = rpc.json().orElseThrow();
        List<byte[]> replies = new ArrayList<>();
        Headers headers = cookie.isEmpty() ? new Headers() : new Headers().add("Cookie", cookie);
        try {
            byte[] request = form.requestFromJson(json.getBytes(StandardCharsets.UTF_8));
            rpc.handler().call(new Caller(List.of(tenant), headers, () -> false), request, replies::add);
        } catch (BackendException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return new String(form.replyToJson(replies.getFirst()), StandardCharsets.UTF_8);
    }

    private String repository() {
        return github.url() + "/acme/shop";
    }

    private String file(VcsApi api, String local, String root, String function) {
        return call(
                api,
                "GetFile",
                "{\"repositoryURL\":\"" + repository() + "\",\"ref\":\"v1 é\",\"localPath\":\"" + local
                        + "\",\"rootPath\":\"" + root + "\",\"functionName\":\"" + function + "\"}");
    }

    private static String part(String json, String field) {
        Matcher matcher = Pattern.compile("\"" + field + "\":\"([^\"]*)\"").matcher(json);
        assertThat(matcher.find()).as(json).isTrue();
        return matcher.group(1).replace("\\u003d", "=");
    }

    private static void assertRefused(ErrorKind kind, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GithubApp", "GithubLogin", "GithubRefresh", "GetFile", "GetCommit", "GetCommits"})
    void isNotThereUnlessConfigured(String method) {
        assertRefused(ErrorKind.UNIMPLEMENTED, () -> call(api("", ""), method, "{}"));
    }

    @Test
    void whoLogsInReadsFilesWithTheTokenInTheCookie() {
        github.with("main.go", "package main");
        VcsApi api = api("app", "");
        assertThat(call(api, "GithubApp", "{}"))
                .isEqualTo("{\"clientID\":\"app\",\"callbackURL\":\"http://grafana/callback\"}");
        String login = call(api, "GithubLogin", "{\"authorizationCode\":\"good\"}");
        assertThat(login).contains("\"tokenExpiresAt\":\"1700028800000\"").doesNotContain(FakeGithub.ACCESS);
        String request = "{\"repositoryURL\":\"" + repository() + "\",\"ref\":\"v1 é\",\"localPath\":\"main.go\"}";
        String session = "{\"token\":\"" + part(login, "token") + "\"}";
        String cookie = "a=b; pyroscope_git_session="
                + Base64.getEncoder().encodeToString(session.getBytes(StandardCharsets.UTF_8));
        String old = part(login, "cookie").replaceAll(";.*", "");
        for (String each : List.of(cookie, old)) {
            assertThat(part(call(api, Tenant.ANONYMOUS, each, "GetFile", request), "content"))
                    .isEqualTo(Base64.getEncoder().encodeToString("package main".getBytes(StandardCharsets.UTF_8)));
        }
        assertRefused(ErrorKind.UNAUTHENTICATED, () -> call(api, OTHER, cookie, "GetFile", request));
        assertRefused(ErrorKind.UNAUTHENTICATED, () -> call(api, Tenant.ANONYMOUS, "", "GetFile", request));
        String renewed = call(api, Tenant.ANONYMOUS, old, "GithubRefresh", "{}");
        now += 28_800_001;
        assertRefused(ErrorKind.UNAUTHENTICATED, () -> call(api, Tenant.ANONYMOUS, cookie, "GetFile", request));
        String next = part(renewed, "cookie").replaceAll(";.*", "");
        assertThat(call(api, Tenant.ANONYMOUS, next, "GetFile", request)).contains("content");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "pyroscope_git_session=",
                "pyroscope_git_session=%%",
                "pyroscope_git_session=e30=",
                "pyroscope_git_session=eyJ0b2tlbiI6IkFBQUEifQ=="
            })
    void aCookieThatIsNoneIsRefused(String cookie) {
        assertRefused(
                ErrorKind.UNAUTHENTICATED, () -> call(api("app", ""), Tenant.ANONYMOUS, cookie, "GetCommits", "{}"));
    }

    @Test
    void aCodeThatGithubRefusesIsRefused() {
        assertRefused(
                ErrorKind.UNAUTHENTICATED,
                () -> call(api("app", ""), "GithubLogin", "{\"authorizationCode\":\"bad\"}"));
    }

    @ParameterizedTest
    @CsvSource({
        "pkg/run.go, '', main.run, pkg/run.go",
        "/go/src/shop/pkg/run.go, '', main.run, pkg/run.go",
        "/build/x/pkg/run.go, '', main.run, pkg/run.go",
        "run.go, services/a, main.run, services/a/run.go",
        "Cart.java, '', com/acme/Cart$Item.total, src/main/java/com/acme/Cart.java",
        "'', backend, com/acme/Cart.total, backend/src/main/java/com/acme/Cart.java",
        "Cart.kt, '', com/acme/CartKt.total, src/main/kotlin/com/acme/Cart.kt",
    })
    void theFileOfAFunctionIsFound(String local, String root, String function, String path) {
        github.with(path, "found");
        assertThat(part(file(api("", "fixed"), local, root, function), "URL")).endsWith("/blob/v1/" + path);
        assertThat(github.requests).hasSizeLessThanOrEqualTo(SourcePaths.MAX);
    }

    @Test
    void nothingOutsideOfTheRepositoryIsAskedFor() {
        assertRefused(ErrorKind.NOT_FOUND, () -> file(api("", "fixed"), "../../../user", "", ""));
        assertRefused(ErrorKind.NOT_FOUND, () -> file(api("", "fixed"), "a/b", "../..", ""));
        assertThat(github.requests).allSatisfy(path -> assertThat(path).doesNotContain(".."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://evil.example/acme/shop",
                "http://localhost.evil.example/acme/shop",
                "https://github.com/acme/shop",
                "http://localhost/acme/../x",
                "http://localhost/acme/..",
                "file:///etc/passwd"
            })
    void onlyTheConfiguredServerIsAsked(String address) {
        assertRefused(
                ErrorKind.BAD_REQUEST,
                () -> call(api("", "fixed"), "GetCommit", "{\"repositoryURL\":\"" + address + "\",\"ref\":\"a\"}"));
    }

    @Test
    void commitsAreShown() {
        VcsApi api = api("", "fixed");
        String request = "{\"repositoryURL\":\"" + repository() + ".git\",\"ref\":\"main\"}";
        assertThat(call(api, "GetCommit", request))
                .contains(
                        "\"sha\":\"abc-main\"", "\"login\":\"ann\"", "\"message\":\"Faster\"", "2026-01-02T03:04:05Z");
        String both = "{\"repository_url\":\"" + repository() + "\",\"refs\":[\"absent\",\"v1\"]}";
        assertThat(call(api, "GetCommits", both)).contains("abc-v1").doesNotContain("absent");
        String none = "{\"repository_url\":\"" + repository() + "\",\"refs\":[\"absent\"]}";
        assertRefused(ErrorKind.NOT_FOUND, () -> call(api, "GetCommits", none));
    }

    @ParameterizedTest
    @CsvSource({"moved, NOT_FOUND", "large, TOO_LARGE", "broken, UNAVAILABLE", "down, UNAVAILABLE"})
    void whatTheServerDoesWrongIsTold(String name, ErrorKind kind) {
        String request = "{\"repositoryURL\":\"" + github.url() + "/acme/" + name + "\",\"ref\":\"a\"}";
        assertRefused(kind, () -> call(api("", "fixed"), "GetCommit", request));
    }

    @Test
    void aServerThatIsNotThereIsTold() {
        VcsApi api = api("", "fixed");
        github.close();
        assertRefused(
                ErrorKind.UNAVAILABLE,
                () -> call(api, "GetCommit", "{\"repositoryURL\":\"" + repository() + "\",\"ref\":\"a\"}"));
    }
}
