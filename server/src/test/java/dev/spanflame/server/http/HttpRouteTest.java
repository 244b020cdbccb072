package dev.spanflame.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.model.ErrorKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Routes, bodies, codings and errors as the JDK's HTTP client sees them.
@Timeout(30)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpRouteTest {
    private TestPort port;
    private TestPort tenants;
    private HttpClient http;

    @BeforeAll
    void open() {
        ListenerSettings settings = ListenerSettings.defaults();
        port = new TestPort(settings, false, new ProbeRoutes().all(), List.of());
        tenants = new TestPort(settings, true, new ProbeRoutes().all(), List.of());
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterAll
    void close() {
        http.close();
        port.close();
        tenants.close();
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(URI.create(port.url(path)));
    }

    private static HttpRequest.BodyPublisher bytes(byte[] bytes) {
        return HttpRequest.BodyPublishers.ofByteArray(bytes);
    }

    private static HttpRequest.BodyPublisher text(String text) {
        return HttpRequest.BodyPublishers.ofString(text);
    }

    private static String body(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/show/a%20b?q=%7B%7D+c | /show/a b {id=a b} {} c",
                "/show/fixed | fixed",
                "//show/fixed | fixed",
                "/tag/http.url/values | /tag/http.url/values {tag=http.url}",
                "/tag/a/b%2Fc/values | /tag/a/b/c/values {tag=a/b/c}",
                "/tag/%C3%BC:x/values | /tag/ü:x/values {tag=ü:x}",
            })
    void findsRoutesByDecodedPath(String path, String expected) throws Exception {
        assertThat(body(send(at(path))).strip()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/show", "/show/", "/show/a/b", "/show//", "/ping/", "/PING"})
    void saysThatNothingIsThere(String path) throws Exception {
        HttpResponse<byte[]> response = send(at(path).POST(text("x")));
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(body(response)).contains("POST " + path, "paths begin with /v1/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/show/../ping",
                "/show/%2e%2e/ping",
                "/show/%2E%2e/ping",
                "/show/%252e%252e/ping",
                "/show/..%2fping",
                "/show/..%5cping",
                "/show/a%00b",
                "/show/a%0d%0ab",
                "/show/%ff",
                "/show/%zz",
                "/show/%2",
                "/show/./x",
                "ping",
                "/show/a#b"
            })
    void refusesPathsThatClimbOrDoNotDecode(String target) throws Exception {
        try (RawHttp raw = new RawHttp(port.port())) {
            assertThat(raw.send("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n")
                            .answer())
                    .startsWith("HTTP/1.1 400 ")
                    .contains("path");
        }
    }

    @Test
    void acceptsTheWholeUrlAsProxiesSendIt() throws Exception {
        try (RawHttp raw = new RawHttp(port.port())) {
            assertThat(raw.send("GET http://x/show/1?q=2 HTTP/1.1\r\nHost: x\r\n\r\n")
                            .answer())
                    .contains("{id=1} 2");
        }
    }

    @Test
    void namesTheRightMethods() throws Exception {
        HttpResponse<byte[]> response = send(at("/upload").GET());
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("POST");
        assertThat(body(response)).contains("method GET is not allowed at /upload; use POST");
        assertThat(send(at("/only-get").DELETE()).headers().firstValue("Allow")).contains("GET, HEAD");
    }

    @Test
    void answersHeadLikeGetWithoutContent() throws Exception {
        for (String path : new String[] {"/ping", "/only-get", "/large?size=5000", "/stream?pieces=3"}) {
            HttpResponse<byte[]> response = send(at(path).HEAD());
            assertThat(response.statusCode()).as(path).isEqualTo(200);
            assertThat(response.body()).isEmpty();
        }
        assertThat(send(at("/ping").HEAD()).headers().firstValue("Content-Length"))
                .contains("4");
        assertThat(send(at("/ping")).statusCode()).isEqualTo(200);
    }

    @Test
    void readsPlainAndGzipBodiesUpToTheLimit() throws Exception {
        byte[] full = new byte[ProbeRoutes.LIMIT];
        assertThat(body(send(at("/upload").POST(bytes(full))))).isEqualTo("POST 1048576");
        assertThat(body(send(at("/upload").header("Content-Encoding", "gzip").POST(bytes(gzip(full))))))
                .isEqualTo("POST 1048576");
        assertThat(body(send(
                        at("/upload").header("Content-Encoding", "identity").POST(text("abc")))))
                .isEqualTo("POST 3");
        port.awaitIdle();
        assertThat(port.budget.held()).isZero();
    }

    @Test
    void refusesBodiesOverTheLimitHoweverTheyAreSent() throws Exception {
        byte[] over = new byte[ProbeRoutes.LIMIT + 1];
        assertThat(send(at("/upload").header("Content-Encoding", "gzip").POST(bytes(gzip(over))))
                        .statusCode())
                .isEqualTo(413);
        try (RawHttp raw = new RawHttp(port.port())) {
            assertThat(raw.send("POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n")
                            .answer())
                    .startsWith("HTTP/1.1 413 ")
                    .contains("1048576 bytes");
        }
    }

    @Test
    void readsPastABodyThatNobodyWants() throws Exception {
        assertThat(body(send(at("/ping").POST(bytes(new byte[300_000]))))).isEqualTo("pong");
        assertThat(body(send(at("/ping").header("Content-Encoding", "br").POST(text("x")))))
                .isEqualTo("pong");
    }

    @Test
    void refusesUnknownAndBrokenCodings() throws Exception {
        HttpResponse<byte[]> unknown =
                send(at("/upload").header("Content-Encoding", "br").POST(text("x")));
        assertThat(unknown.statusCode()).isEqualTo(415);
        assertThat(body(unknown)).contains("'br'", "gzip");
        HttpResponse<byte[]> broken =
                send(at("/upload").header("Content-Encoding", "gzip").POST(text("not gzip")));
        assertThat(broken.statusCode()).isEqualTo(400);
    }

    @Test
    void compressesLargeAnswersForThoseWhoTakeGzip() throws Exception {
        HttpResponse<byte[]> small = send(at("/large?size=1000").header("Accept-Encoding", "gzip"));
        assertThat(small.headers().firstValue("Content-Encoding")).isEmpty();
        HttpResponse<byte[]> large = send(at("/large?size=100000").header("Accept-Encoding", "deflate, gzip;q=0.5"));
        assertThat(large.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(large.headers().firstValue("Vary")).contains("Accept-Encoding");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(large.body())).readAllBytes())
                .hasSize(100_000);
        HttpResponse<byte[]> plain = send(at("/large?size=100000").header("Accept-Encoding", "gzip;q=0, *"));
        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(plain.headers().firstValue("Vary")).contains("Accept-Encoding");
    }

    @Test
    void streamsAnswersLargerThanAnyBuffer() throws Exception {
        HttpResponse<byte[]> response = send(at("/stream?pieces=100"));
        assertThat(response.body()).hasSize((100 * 64) << 10);
    }

    @Test
    void hidesTheCauseOfABugBehindAnId() throws Exception {
        HttpResponse<byte[]> response = send(at("/bug"));
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(body(response)).matches("internal error [0-9a-f]{8};.*\n").doesNotContain("secret");
    }

    @ParameterizedTest
    @EnumSource(value = ErrorKind.class, mode = EnumSource.Mode.EXCLUDE, names = "CANCELLED")
    void writesErrorsOfOtlpAndConnectInTheirFormats(ErrorKind kind) throws Exception {
        HttpResponse<byte[]> connect = send(at("/ingest").POST(text(kind.name())));
        assertThat(body(connect)).matches("\\{\"code\":\"[a-z_]+\",\"message\":\".*\"}");
        assertThat(connect.headers().firstValue("Content-Type")).contains("application/json");
        HttpResponse<byte[]> json =
                send(at("/v1/traces").header("Content-Type", "application/json").POST(text(kind.name())));
        assertThat(json.statusCode()).isEqualTo(connect.statusCode());
        assertThat(body(json)).matches("\\{\"code\":\\d+,\"message\":\".*");
        HttpResponse<byte[]> proto = send(at("/v1/traces")
                .header("Content-Type", "application/x-protobuf")
                .POST(text(kind.name())));
        assertThat(proto.headers().firstValue("Content-Type")).contains("application/x-protobuf");
        assertThat(proto.body()[0]).isEqualTo((byte) 8);
    }

    @Test
    void tellsWhenToComeAgain() throws Exception {
        HttpResponse<byte[]> response =
                send(at("/v1/traces").header("Content-Type", "application/json").POST(text("RATE_LIMITED")));
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("Retry-After")).contains("2");
        assertThat(body(response))
                .isEqualTo("{\"code\":8,\"message\":\"slow \\\"down\\\"\",\"details\":["
                        + "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"1.500000000s\"}]}");
    }

    @Test
    void ignoresTheTenantHeaderWhileMultiTenancyIsOff() throws Exception {
        assertThat(body(send(at("/tenants").header("X-Scope-OrgID", "a b/../c"))))
                .isEqualTo("[anonymous]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "/tenants   ! a       ! 200 ! [a]",
                "/tenants   ! b|a|b   ! 200 ! [a, b]",
                "/tenants   ! a/b     ! 400 ! U+002F",
                "/tenants   ! ..      ! 400 ! not allowed",
                "/tenants   ! a|      ! 400 ! empty",
                "/tenants   !         ! 401 ! no org id",
                "/upload    ! a       ! 200 ! POST 1",
                "/upload    ! a|b     ! 400 ! exactly one",
                "/upload    !         ! 401 ! no org id",
            })
    void resolvesTenantsByTheRuleOfTheRoute(String path, String header, int status, String expected) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(tenants.url(path)));
        if (path.equals("/upload")) {
            request.POST(text("x"));
        }
        if (header != null) {
            request.header("X-Scope-OrgID", header);
        }
        HttpResponse<byte[]> response = send(request);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(body(response)).contains(expected);
    }

    @Test
    void refusesTwoTenantHeaders() throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(tenants.url("/tenants")))
                .header("X-Scope-OrgID", "a")
                .header("X-Scope-OrgID", "a");
        assertThat(send(request).statusCode()).isEqualTo(400);
    }

    @Test
    void needsNoTenantWhereNoneIsAsked() throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(tenants.url("/only-get")));
        assertThat(send(request).statusCode()).isEqualTo(200);
    }

    @Test
    void countsAnswersByRouteAndStatusAndRefusalsByReason() throws Exception {
        send(at("/show/some"));
        send(at("/nowhere-at-all"));
        assertThat(port.meters.value("spanflame_requests_total", "test", "http", "/show/{id}", "200"))
                .isPositive();
        assertThat(port.meters.value("spanflame_refused_requests_total", "test", "unknown_path"))
                .isPositive();
        assertThat(port.meters.readings("spanflame_connections").getFirst().value())
                .isPositive();
    }
}
