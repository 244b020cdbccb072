package dev.spanflame.agent.send;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// Sends one HTTP/1.1 request on a connection of its own.
///
/// Plain sockets, since the JDK's clients are what tracing agents instrument: each upload would be a span
/// of the host. Proxies are not used. One thread sends; another may [#abort] a request that takes too
/// long, which no timeout of a socket does for a server that reads slowly.
final class HttpSender {
    private static final int MAX_HEAD = 32 * 1024;
    private static final int MAX_BODY = 2 * 1024;
    private static final String CRLF = "\r\n";

    private final URI target;
    private final Map<String, String> headers;
    private final Duration timeout;

    private volatile @Nullable Socket open;
    private volatile long deadline = Long.MAX_VALUE;

    HttpSender(URI target, Map<String, String> headers, Duration timeout) {
        this.target = target;
        this.headers = headers;
        this.timeout = timeout;
    }

    /// Sends `body` and reads the answer.
    HttpAnswer post(byte[] body) throws IOException {
        long end = System.nanoTime() + timeout.toNanos();
        try (Socket socket = new Socket(Proxy.NO_PROXY)) {
            open = socket;
            deadline = end;
            socket.connect(new InetSocketAddress(target.getHost(), port()), millisUntil(end));
            socket.setSoTimeout(millisUntil(end));
            socket.setTcpNoDelay(true);
            if (isTls()) {
                try (SSLSocket secure = secure(socket)) {
                    return exchange(secure, body, end);
                }
            }
            return exchange(socket, body, end);
        } catch (IOException e) {
            throw System.nanoTime() - end >= 0 ? new SocketTimeoutException("no answer within " + timeout) : e;
        } finally {
            deadline = Long.MAX_VALUE;
            open = null;
        }
    }

    /// Ends a request whose time is over.
    void abortIfLate() {
        Socket socket = open;
        if (socket != null && System.nanoTime() - deadline > 0 && deadline != Long.MAX_VALUE) {
            abort();
        }
    }

    /// Ends the request that is on its way.
    void abort() {
        Socket socket = open;
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // it is gone either way
            }
        }
    }

    private boolean isTls() {
        return "https".equals(target.getScheme());
    }

    private int port() {
        return target.getPort() > 0 ? target.getPort() : isTls() ? 443 : 80;
    }

    private SSLSocket secure(Socket socket) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket secure = (SSLSocket) factory.createSocket(socket, target.getHost(), port(), true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (target.getHost().chars().anyMatch(Character::isLetter)
                && !target.getHost().contains(":")) {
            parameters.setServerNames(List.of(new SNIHostName(target.getHost())));
        }
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    private static int millisUntil(long end) throws SocketTimeoutException {
        long millis = (end - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException("the time is over");
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }

    private HttpAnswer exchange(Socket socket, byte[] body, long end) throws IOException {
        OutputStream out = socket.getOutputStream();
        byte[] head = head(body.length).getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[head.length + body.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        IOException unsent = null;
        try {
            out.write(all);
            out.flush();
        } catch (IOException e) {
            // a server that refuses early has maybe said why
            unsent = e;
        }
        try {
            InputStream in = new BufferedInputStream(socket.getInputStream(), 4096);
            HttpAnswer answer = read(in, end);
            while (answer.status() / 100 == 1) {
                answer = read(in, end);
            }
            return answer;
        } catch (IOException e) {
            throw unsent == null ? e : unsent;
        }
    }

    private String head(int length) {
        StringBuilder head = new StringBuilder(256);
        String path = target.getRawPath() == null || target.getRawPath().isEmpty() ? "/" : target.getRawPath();
        head.append("POST ").append(path).append(" HTTP/1.1").append(CRLF);
        head.append("Host: ").append(target.getHost());
        if (target.getPort() > 0) {
            head.append(':').append(target.getPort());
        }
        head.append(CRLF);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            head.append(header.getKey()).append(": ").append(header.getValue()).append(CRLF);
        }
        return head.append("Content-Length: ")
                .append(length)
                .append(CRLF)
                .append("Connection: close")
                .append(CRLF)
                .append(CRLF)
                .toString();
    }

    private static HttpAnswer read(InputStream in, long end) throws IOException {
        int[] budget = {MAX_HEAD};
        String[] status = line(in, end, budget).split(" ", 3);
        if (status.length < 2 || !status[0].startsWith("HTTP/1.") || !status[1].matches("[1-5]\\d\\d")) {
            throw new IOException("the answer is not HTTP");
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in, end, budget); !line.isEmpty(); line = line(in, end, budget)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).trim().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).trim());
            }
        }
        int code = Integer.parseInt(status[1]);
        boolean empty = code / 100 == 1 || code / 100 == 2 && !headers.containsKey("content-length");
        return new HttpAnswer(code, headers, empty ? new byte[0] : body(in, headers, end));
    }

    private static String line(InputStream in, long end, int[] budget) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the server closed the connection without an answer");
            }
            if (--budget[0] < 0) {
                throw new IOException("the head of the answer is larger than " + MAX_HEAD + " bytes");
            }
            int unused = millisUntil(end);
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /// The beginning of the body. Chunk sizes of a chunked one stay in it: it is for people.
    private static byte[] body(InputStream in, Map<String, String> headers, long end) throws IOException {
        int most = MAX_BODY;
        try {
            most = Math.min(MAX_BODY, Integer.parseInt(headers.getOrDefault("content-length", "" + MAX_BODY)));
        } catch (NumberFormatException e) {
            // as if nothing had been said
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            for (int c = most > 0 ? in.read() : -1; c >= 0; c = bytes.size() < most ? in.read() : -1) {
                bytes.write(c);
                int unused = millisUntil(end);
            }
        } catch (SocketTimeoutException e) {
            // what came is enough
        }
        return bytes.toByteArray();
    }
}
