package dev.spanflame.querier.pyroscope.vcs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server that speaks the part of GitHub's HTTP API that the source view asks for.
final class FakeGithub implements AutoCloseable {
    static final String ACCESS = "gho_access";
    static final String RENEWED = "gho_renewed";

    private final HttpServer server;
    private final Map<String, String> files = new ConcurrentHashMap<>();
    final List<String> requests = new CopyOnWriteArrayList<>();

    FakeGithub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/login/oauth/access_token", this::token);
        server.createContext("/api/repos/acme/shop/contents/", this::contents);
        server.createContext("/api/repos/acme/shop/commits/", this::commits);
        server.createContext("/api/repos/acme/moved/", exchange -> {
            exchange.getResponseHeaders().add("Location", url() + "/elsewhere");
            answer(exchange, 301, "{}");
        });
        server.createContext("/api/repos/acme/large/", exchange -> answer(exchange, 200, "x".repeat(5 << 20)));
        server.createContext("/api/repos/acme/broken/", exchange -> answer(exchange, 200, "{"));
        server.createContext("/api/repos/acme/down/", exchange -> answer(exchange, 502, "oops"));
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    FakeGithub with(String path, String content) {
        files.put(path, content);
        return this;
    }

    private void token(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean app = form.contains("client_id=app") && form.contains("client_secret=s%26cret");
        if (app && form.contains("code=good")) {
            answer(
                    exchange,
                    200,
                    "{\"access_token\":\"" + ACCESS + "\",\"expires_in\":28800,\"refresh_token\":\"ghr_1\"}");
        } else if (app && form.contains("grant_type=refresh_token") && form.contains("refresh_token=ghr_1")) {
            answer(exchange, 200, "{\"access_token\":\"" + RENEWED + "\",\"refresh_token\":\"ghr_2\"}");
        } else {
            answer(exchange, 200, "{\"error\":\"bad_verification_code\"}");
        }
    }

    private void contents(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring("/api/repos/acme/shop/contents/".length());
        requests.add(path);
        String content = files.get(path);
        String ref = String.valueOf(exchange.getRequestURI().getQuery());
        if (!isAllowed(exchange)) {
            answer(exchange, 401, "{}");
        } else if (content == null || !ref.equals("ref=v1 é")) {
            answer(exchange, 404, "{\"message\":\"Not Found\"}");
        } else {
            String base64 = Base64.getMimeEncoder(20, new byte[] {'\n'})
                    .encodeToString(content.getBytes(StandardCharsets.UTF_8));
            answer(
                    exchange,
                    200,
                    "{\"type\":\"file\",\"content\":\"" + base64.replace("\n", "\\n") + "\",\"html_url\":\"" + url()
                            + "/acme/shop/blob/v1/" + path + "\"}");
        }
    }

    private void commits(HttpExchange exchange) throws IOException {
        String ref = exchange.getRequestURI().getPath().substring("/api/repos/acme/shop/commits/".length());
        if (!isAllowed(exchange)) {
            answer(exchange, 403, "{}");
        } else if (ref.equals("absent")) {
            answer(exchange, 422, "{}");
        } else {
            answer(
                    exchange,
                    200,
                    "{\"sha\":\"abc-" + ref + "\",\"html_url\":\"" + url() + "/c\",\"author\":{\"login\":\"ann\","
                            + "\"avatar_url\":\"http://a\"},\"commit\":{\"message\":\"Faster\",\"author\":"
                            + "{\"date\":\"2026-01-02T03:04:05Z\"}}}");
        }
    }

    private static boolean isAllowed(HttpExchange exchange) {
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        return List.of("Bearer " + ACCESS, "Bearer " + RENEWED, "Bearer fixed").contains(token);
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
