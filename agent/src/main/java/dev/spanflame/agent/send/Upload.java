package dev.spanflame.agent.send;

/// A request that waits to be sent. Its bytes are not copied and not changed.
final class Upload {
    private final byte[] body;

    Upload(byte[] body) {
        this.body = body;
    }

    byte[] body() {
        return body;
    }
}
