package dev.spanflame.load.send;

/// A request to send: the part of the URL behind `?`, empty for none, and the body, which must not change.
public record Payload(String query, byte[] body) {
    /// A body alone.
    public static Payload of(byte[] body) {
        return new Payload("", body);
    }
}
