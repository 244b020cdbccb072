package dev.spanflame.server;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.proto.edge.Headers;
import dev.spanflame.server.edge.Printable;
import java.net.InetAddress;

/// Keeps web pages away from the administration port: a browser sends what any page asks it to, also to a
/// port of the loopback interface that nobody else reaches. Immutable.
///
/// A page of another origin is told by `Origin` (RFC 6454 section 7.3). A page whose own name was made to
/// point at this machine (DNS rebinding) has an `Origin` that fits, but gives itself away by that name in
/// `Host`.
final class AdminGuard {
    private static final int SHOWN = 100;

    private final String listenHost;

    /// `listenHost` is the name or address that the port is configured with; empty for all interfaces.
    AdminGuard(String listenHost) {
        this.listenHost = listenHost;
    }

    /// Throws [BackendException] of kind FORBIDDEN for a request that may come from a web page.
    void check(Headers headers) {
        for (String host : headers.all("Host")) {
            if (!isOurs(name(host))) {
                throw new BackendException(
                        ErrorKind.FORBIDDEN,
                        "foreign_host",
                        "Host '" + Printable.text(host, SHOWN)
                                + "' is no name of the administration port; ask by an IP "
                                + "address, by localhost, or by the host that listen.admin names");
            }
        }
        String asked = headers.first("Host").orElse("");
        for (String origin : headers.all("Origin")) {
            if (!origin.equalsIgnoreCase("http://" + asked) && !origin.equalsIgnoreCase("https://" + asked)) {
                throw new BackendException(
                        ErrorKind.FORBIDDEN,
                        "foreign_origin",
                        "the administration port takes nothing from web pages of another origin, here '"
                                + Printable.text(origin, SHOWN) + "'; ask with a client that sends no Origin, as curl");
            }
        }
    }

    private boolean isOurs(String name) {
        return name.equalsIgnoreCase("localhost")
                || (!listenHost.isEmpty() && name.equalsIgnoreCase(listenHost))
                || isAddress(name);
    }

    /// `host:port`, `[::1]:port` or either without port, as the bare name.
    private static String name(String host) {
        int bracket = host.indexOf(']');
        if (host.startsWith("[") && bracket > 0) {
            return host.substring(1, bracket);
        }
        int colon = host.indexOf(':');
        return colon < 0 ? host : host.substring(0, colon);
    }

    private static boolean isAddress(String name) {
        try {
            // looks nothing up
            return InetAddress.ofLiteral(name).getAddress().length > 0;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
