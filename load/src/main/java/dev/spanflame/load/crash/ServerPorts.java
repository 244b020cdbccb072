package dev.spanflame.load.crash;

import dev.spanflame.load.send.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/// Addresses of a server on this machine.
public record ServerPorts(HostPort otlpGrpc, HostPort otlpHttp, HostPort query, HostPort pyroscope, HostPort admin) {
    private static final String HOST = "127.0.0.1";
    private static final int COUNT = 5;

    /// Ports that nobody uses at this moment.
    static ServerPorts free() throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        List<HostPort> ports = new ArrayList<>();
        try {
            for (int i = 0; i < COUNT; i++) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST));
                sockets.add(socket);
                ports.add(new HostPort(HOST, socket.getLocalPort()));
            }
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
        return new ServerPorts(ports.get(0), ports.get(1), ports.get(2), ports.get(3), ports.get(4));
    }
}
