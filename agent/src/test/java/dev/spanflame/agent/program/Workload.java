package dev.spanflame.agent.program;

import com.sun.net.httpserver.HttpServer;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A fixed amount of work, to measure what an agent adds to it: `cpu` or `http` with the number of
/// rounds, `idle` with seconds, or `nothing`.
public final class Workload {
    private Workload() {}

    /// Does it.
    public static void main(String[] arguments) throws Exception {
        int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0;
        switch (arguments[0]) {
            case "cpu":
                System.out.println(cpu(count));
                break;
            case "http":
                System.out.println(http(count));
                break;
            case "idle":
                Thread.sleep(TimeUnit.SECONDS.toMillis(count));
                break;
            default:
                break;
        }
    }

    /// Words are made, counted in a table, sorted and written out, on one thread.
    private static long cpu(int rounds) {
        long sum = 0;
        for (int round = 0; round < rounds; round++) {
            Random random = new Random(round % 7);
            Map<String, Integer> counts = new HashMap<>();
            for (int i = 0; i < 20_000; i++) {
                counts.merge("word" + random.nextInt(4000), 1, Integer::sum);
            }
            StringBuilder text = new StringBuilder();
            new TreeMap<>(counts)
                    .forEach((word, number) ->
                            text.append(word).append('=').append(number).append(';'));
            sum += text.toString().hashCode();
        }
        return sum;
    }

    /// Four clients ask a server in the same process.
    private static int http(int requests) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] answer = exchange.getRequestURI().toString().repeat(50).getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        ExecutorService workers = Executors.newFixedThreadPool(4);
        server.setExecutor(workers);
        server.start();
        String base = "http://127.0.0.1:" + server.getAddress().getPort() + "/item/";
        ExecutorService clients = Executors.newFixedThreadPool(4);
        AtomicInteger next = new AtomicInteger();
        AtomicInteger bytes = new AtomicInteger();
        for (int i = 0; i < 4; i++) {
            clients.execute(() -> {
                try {
                    for (int n = next.incrementAndGet(); n <= requests; n = next.incrementAndGet()) {
                        HttpURLConnection connection =
                                (HttpURLConnection) URI.create(base + n).toURL().openConnection();
                        bytes.addAndGet(connection.getInputStream().readAllBytes().length);
                    }
                } catch (Exception e) {
                    e.printStackTrace();
                }
            });
        }
        clients.shutdown();
        clients.awaitTermination(10, TimeUnit.MINUTES);
        server.stop(0);
        workers.shutdown();
        return bytes.get();
    }
}
