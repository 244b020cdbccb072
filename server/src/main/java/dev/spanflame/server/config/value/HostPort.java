package dev.spanflame.server.config.value;

import java.net.InetSocketAddress;

/// Where a port listens: `host:port`, `[::1]:port`, `:port` for all interfaces, or `off`.
///
/// @param host name or address; empty for all interfaces
/// @param port 0 to 65535, 0 lets the system choose; -1 for off
public record HostPort(String host, int port) {
    /// Not listening.
    public static final HostPort OFF = new HostPort("", -1);

    private static final String EXPECTED = "is not an address; write host:port, [::1]:port, :port, or off";

    /// Whether anything listens.
    public boolean isOn() {
        return port >= 0;
    }

    /// Parses the forms above; throws [IllegalArgumentException] that says which they are.
    public static HostPort parse(String text) {
        if (text.equals("off")) {
            return OFF;
        }
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException(EXPECTED);
        }
        String host = text.substring(0, colon);
        boolean brackets = host.startsWith("[") && host.endsWith("]");
        if (!brackets && host.contains(":")) {
            throw new IllegalArgumentException(EXPECTED);
        }
        int port;
        try {
            port = Integer.parseInt(text.substring(colon + 1));
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException(EXPECTED);
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("has a port outside of 0 to 65535");
        }
        return new HostPort(brackets ? host.substring(1, host.length() - 1) : host, port);
    }

    /// The address to bind; the name is resolved now.
    public InetSocketAddress address() {
        return host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return isOn() ? (host.contains(":") ? "[" + host + "]" : host) + ":" + port : "off";
    }
}
