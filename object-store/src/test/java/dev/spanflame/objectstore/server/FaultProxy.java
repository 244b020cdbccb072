package dev.spanflame.objectstore.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Stands between a client and an HTTP server and does to chosen requests what networks and overloaded services do.
/// Thread-safe.
///
/// It works on the bytes: requests go through unchanged, so signatures stay valid. One connection serves one request.
public final class FaultProxy implements AutoCloseable {
    private final URI upstream;
    private final ServerSocket listener;
    private final ReentrantLock numbering = new ReentrantLock();
    private final List<Request> seen = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Function<Request, Fault> script = _ -> new Fault.Pass();

    /// In front of `upstream`, on a port of its own.
    public FaultProxy(URI upstream) {
        this.upstream = upstream;
        try {
            this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /// A request as it came; `number` counts them from 1, header names are in lower case.
    public record Request(int number, String method, String target, Map<String, String> headers) {
        /// A header; empty if there is none.
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /// What happens to a request.
    public sealed interface Fault {
        /// Nothing.
        record Pass() implements Fault {}

        /// It is answered here and does not reach the server.
        record Answer(int status, Map<String, String> headers, String body) implements Fault {
            /// An answer as S3 sends errors.
            public static Answer error(int status, String code) {
                return new Answer(
                        status,
                        Map.of("Content-Type", "application/xml"),
                        "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>made up</Message></Error>");
            }
        }

        /// The connection is reset before the request reaches the server.
        record Reset() implements Fault {}

        /// The server answers, and the connection ends after so many bytes of the body: by a reset or in good order.
        record CutBody(int bytes, boolean reset) implements Fault {}

        /// The server does its work, and its answer is lost.
        record LoseAnswer() implements Fault {}

        /// The request goes on after a while.
        record Slow(Duration pause) implements Fault {}

        /// The server answers, and the text of its answer is changed.
        record Rewrite(UnaryOperator<String> change) implements Fault {}

        /// Nothing comes back until the client gives up.
        record Stall() implements Fault {}
    }

    /// Decides about each request from now on.
    public void script(Function<Request, Fault> decisions) {
        script = decisions;
    }

    /// The fault for the first requests, one after the other; all later ones pass. Counts from now on.
    public void first(Fault... faults) {
        int before = seen.size();
        script = request -> {
            int index = request.number() - before - 1;
            return index < faults.length ? faults[index] : new Fault.Pass();
        };
    }

    /// The requests that came so far.
    public List<Request> seen() {
        return List.copyOf(seen);
    }

    /// Its address.
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            String head = readHead(in);
            if (head.isEmpty()) {
                return;
            }
            Request request = parse(head);
            byte[] body = in.readNBytes(Integer.parseInt("0" + request.header("content-length")));
            apply(script.apply(request), socket, head, body);
        } catch (IOException e) {
            // The client is gone, which is an everyday event here.
        } finally {
            open.remove(socket);
        }
    }

    private Request parse(String head) {
        String[] lines = head.split("\r\n");
        String[] first = lines[0].split(" ");
        Map<String, String> headers = new ConcurrentHashMap<>();
        for (String line : List.of(lines).subList(1, lines.length)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        numbering.lock();
        try {
            Request request = new Request(seen.size() + 1, first[0], first[1], headers);
            seen.add(request);
            return request;
        } finally {
            numbering.unlock();
        }
    }

    private void apply(Fault fault, Socket socket, String head, byte[] body) throws IOException {
        OutputStream out = socket.getOutputStream();
        switch (fault) {
            case Fault.Pass _ -> out.write(forward(head, body));
            case Fault.Answer answer -> out.write(bytes(answer));
            case Fault.Reset _ -> reset(socket);
            case Fault.LoseAnswer _ -> {
                forward(head, body);
                reset(socket);
            }
            case Fault.CutBody(int bytes, boolean reset) -> {
                byte[] answer = forward(head, body);
                int end = new String(answer, ISO_8859_1).indexOf("\r\n\r\n") + 4;
                out.write(answer, 0, Math.min(answer.length, end + bytes));
                out.flush();
                if (reset) {
                    reset(socket);
                }
            }
            case Fault.Slow(Duration pause) -> {
                LockSupport.parkNanos(pause.toNanos());
                out.write(forward(head, body));
            }
            case Fault.Rewrite(UnaryOperator<String> change) -> out.write(rewritten(forward(head, body), change));
            case Fault.Stall _ -> {
                int end = socket.getInputStream().read();
                assert end < 0 : "the client sends nothing behind its request";
            }
        }
        out.flush();
    }

    private static byte[] rewritten(byte[] answer, UnaryOperator<String> change) {
        String text = new String(answer, ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        String head = text.substring(0, end);
        String body = text.substring(end + 4);
        if (head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
            body = joined(body);
        }
        byte[] changed =
                change.apply(new String(body.getBytes(ISO_8859_1), UTF_8)).getBytes(UTF_8);
        String kept = head.lines()
                .filter(line -> !line.toLowerCase(Locale.ROOT).matches("(transfer-encoding|content-length):.*"))
                .collect(Collectors.joining("\r\n"));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes((kept + "\r\nContent-Length: " + changed.length + "\r\n\r\n").getBytes(ISO_8859_1));
        all.writeBytes(changed);
        return all.toByteArray();
    }

    /// The chunks of a body as one.
    private static String joined(String chunks) {
        StringBuilder all = new StringBuilder();
        int at = 0;
        while (true) {
            int line = chunks.indexOf("\r\n", at);
            int length = Integer.parseInt(chunks.substring(at, line).replaceFirst(";.*", ""), 16);
            if (length == 0) {
                return all.toString();
            }
            all.append(chunks, line + 2, line + 2 + length);
            at = line + 2 + length + 2;
        }
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /// Sends the request on and returns the whole answer.
    private byte[] forward(String head, byte[] body) throws IOException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), upstream.getPort())) {
            List<String> lines = new ArrayList<>(List.of(head.split("\r\n")));
            lines.removeIf(line -> line.toLowerCase(Locale.ROOT).startsWith("connection:"));
            lines.add("Connection: close");
            OutputStream out = server.getOutputStream();
            out.write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(ISO_8859_1));
            out.write(body);
            out.flush();
            return server.getInputStream().readAllBytes();
        }
    }

    private static byte[] bytes(Fault.Answer answer) {
        byte[] body = answer.body().getBytes(UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " Made Up\r\n");
        answer.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Connection: close\r\nContent-Length: ").append(body.length).append("\r\n\r\n");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.toString().getBytes(ISO_8859_1));
        all.writeBytes(body);
        return all.toByteArray();
    }

    /// Request line and headers, without the empty line; empty at the end of the connection.
    private static String readHead(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.write(next);
            matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : (next == '\r' ? 1 : 0);
        }
        String text = head.toString(ISO_8859_1);
        return text.substring(0, text.length() - 4);
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
