package dev.spanflame.load.send;

/// Where a receiver listens.
public record HostPort(String host, int port) {
    /// Reads `host:port`; an IPv6 address stands in brackets. Throws [IllegalArgumentException] for anything else.
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (colon > 0 && port > 0 && port < 65_536) {
                return new HostPort(text.substring(0, colon), port);
            }
        } catch (NumberFormatException _) {
            // refused below
        }
        throw new IllegalArgumentException("'" + text + "' is no address; expected host:port, such as localhost:4317");
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
