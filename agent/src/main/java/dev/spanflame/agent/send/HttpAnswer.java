package dev.spanflame.agent.send;

import java.util.Map;

/// What a server answered.
final class HttpAnswer {
    private final int status;
    private final Map<String, String> headers;
    private final String body;

    /// With names of headers in small letters, and no more of the body than is worth a log line.
    HttpAnswer(int status, Map<String, String> headers, String body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    int status() {
        return status;
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    String body() {
        return body;
    }
}
