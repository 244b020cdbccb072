package dev.spanflame.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.spanflame.load.send.Receiver;
import dev.spanflame.proto.push.v1.PushRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// Runs the commands against receivers in this process.
final class LoadCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(LoadCommand.spec())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private static List<ByteString> spanIds(List<byte[]> requests) throws InvalidProtocolBufferException {
        List<ByteString> ids = new ArrayList<>();
        for (byte[] request : requests) {
            for (ResourceSpans resource :
                    ExportTraceServiceRequest.parseFrom(request).getResourceSpansList()) {
                for (ScopeSpans scope : resource.getScopeSpansList()) {
                    scope.getSpansList().forEach(span -> ids.add(span.getSpanId()));
                }
            }
        }
        return ids;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--gzip", "--http", "--http --gzip", "--connections=3 --in-flight=2"})
    void sendsEverySpanOnce(String options) throws IOException {
        try (Receiver receiver = new Receiver(0, _ -> new byte[0])) {
            String address = (options.contains("--http") ? receiver.httpAddress() : receiver.grpcAddress()).toString();
            List<String> arguments = new ArrayList<>(List.of("traces", "--target", address, "--spans", "5000"));
            arguments.addAll(List.of(options.isEmpty() ? new String[0] : options.split(" ")));
            assertThat(run(arguments.toArray(String[]::new))).as(err.toString()).isZero();
            List<ByteString> ids = spanIds(receiver.bodies);
            assertThat(ids).hasSizeGreaterThanOrEqualTo(5000).doesNotHaveDuplicates();
            assertThat(out.toString())
                    .startsWith("{\"item\":\"spans\",\"items\":" + ids.size() + ",")
                    .contains("\"failures\":{}", "\"rejected\":0", "\"sender_cpu_seconds\":")
                    .hasLineCount(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"traces --spans=50", "traces --spans=50 --http", "profiles --profiles=2", "query --times=1"})
    void namesTheTenantInEveryRequest(String command) throws IOException {
        try (Receiver receiver = new Receiver(0, _ -> new byte[0])) {
            boolean grpc = command.equals("traces --spans=50");
            String address = (grpc ? receiver.grpcAddress() : receiver.httpAddress()).toString();
            List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
            arguments.addAll(
                    command.startsWith("query")
                            ? List.of("--tempo=" + address, "--pyroscope=" + address)
                            : List.of("--target=" + address));
            arguments.add("--tenant=shop");

            assertThat(run(arguments.toArray(String[]::new))).as(err.toString()).isZero();
            assertThat(receiver.tenants).isNotEmpty().containsOnly("shop");
        }
    }

    @Test
    void sendsTheSameBytesAgainForTheSameSeedAndEnd() throws IOException {
        List<List<byte[]>> sent = new ArrayList<>();
        for (int turn = 0; turn < 2; turn++) {
            try (Receiver receiver = new Receiver(0, _ -> new byte[0])) {
                String address = receiver.grpcAddress().toString();
                assertThat(run(
                                "traces",
                                "--target=" + address,
                                "--spans=2000",
                                "--end=2026-01-02T03:04:05Z",
                                "--in-flight=1"))
                        .as(err.toString())
                        .isZero();
                sent.add(List.copyOf(receiver.bodies));
            }
        }
        assertThat(sent.get(0))
                .isNotEmpty()
                .usingElementComparator(Arrays::compare)
                .isEqualTo(sent.get(1));
    }

    @Test
    void countsSpansThatTheReceiverRejects() throws IOException {
        byte[] answer = ExportTraceServiceResponse.newBuilder()
                .setPartialSuccess(ExportTracePartialSuccess.newBuilder()
                        .setRejectedSpans(10)
                        .setErrorMessage("too odd"))
                .build()
                .toByteArray();
        try (Receiver receiver = new Receiver(0, _ -> answer)) {
            run("traces", "--target", receiver.grpcAddress().toString(), "--spans", "2000");
            assertThat(out.toString())
                    .contains("\"rejected\":" + 10 * receiver.bodies.size(), "\"partial\":\"too odd\"");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void countsRefusedRequestsByKind(boolean http) throws IOException {
        try (Receiver receiver = new Receiver(2, _ -> new byte[0])) {
            List<String> arguments = new ArrayList<>(List.of("traces", "--spans", "4000", "--target"));
            arguments.add((http ? receiver.httpAddress() : receiver.grpcAddress()).toString());
            if (http) {
                arguments.add("--http");
            }
            run(arguments.toArray(String[]::new));
            assertThat(out.toString()).contains("\"failures\":{\"" + (http ? "503" : "UNAVAILABLE") + "\":2}");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sendsRefusedRequestsAgainWhereAskedTo(boolean http) throws IOException {
        try (Receiver receiver = new Receiver(2, _ -> new byte[0])) {
            List<String> arguments = new ArrayList<>(List.of("traces", "--spans", "4000", "--retry", "--target"));
            arguments.add((http ? receiver.httpAddress() : receiver.grpcAddress()).toString());
            if (http) {
                arguments.add("--http");
            }
            run(arguments.toArray(String[]::new));
            assertThat(out.toString()).contains("\"failures\":{}", "\"retries\":2");
            assertThat(spanIds(receiver.bodies))
                    .hasSizeGreaterThanOrEqualTo(4000)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void namesAReceiverThatIsNotThere() throws IOException {
        String address;
        try (Receiver receiver = new Receiver(0, _ -> new byte[0])) {
            address = receiver.grpcAddress().toString();
        }
        run("traces", "--target", address, "--spans", "100");
        assertThat(out.toString()).contains("\"items\":0,", "\"failures\":{\"connection\":1}");
    }

    @Test
    void keepsTheRateItIsGiven() throws IOException {
        try (Receiver receiver = new Receiver(0, _ -> new byte[0])) {
            long begin = System.nanoTime();
            run("traces", "--target", receiver.grpcAddress().toString(), "--spans", "4000", "--rate", "8000");
            assertThat(System.nanoTime() - begin).isGreaterThan(300_000_000L);
            assertThat(receiver.bodies).hasSizeGreaterThan(3);
        }
    }

    @Test
    void pushesProfiles() throws IOException {
        try (Receiver receiver = new Receiver(0, _ -> new byte[0])) {
            assertThat(run("profiles", "--target", receiver.httpAddress().toString(), "--profiles", "10"))
                    .isZero();
            assertThat(receiver.bodies).hasSize(10);
            assertThat(receiver.uris).containsOnly("/push.v1.PusherService/Push");
            assertThat(PushRequest.parseFrom(receiver.bodies.getFirst())
                            .getSeries(0)
                            .getSamplesCount())
                    .isEqualTo(1);
            assertThat(out.toString()).startsWith("{\"item\":\"profiles\",\"items\":10,");
        }
    }

    @Test
    void uploadsProfilesToIngest() throws IOException {
        try (Receiver receiver = new Receiver(0, _ -> new byte[0])) {
            run("profiles", "--ingest", "--target", receiver.httpAddress().toString(), "--profiles", "3");
            assertThat(receiver.uris)
                    .hasSize(3)
                    .allMatch(uri -> uri.startsWith("/ingest?name=") && uri.contains("&format=pprof"));
        }
    }

    @Test
    void asksEveryQueryAsOftenAsTold() throws IOException {
        try (Receiver receiver = new Receiver(1, _ -> "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8))) {
            String address = receiver.httpAddress().toString();
            int code = run(
                    "query",
                    "--tempo",
                    address,
                    "--pyroscope",
                    address,
                    "--times",
                    "3",
                    "--traceql",
                    "{ name = \"a\" }");
            assertThat(code).as(err.toString()).isZero();
            assertThat(out.toString())
                    .contains("\"query\":\"trace json\",\"requests\":3,\"bytes\":2,\"failures\":{}")
                    .contains("\"query\":\"search { name = \\\"a\\\" }\"", "\"query\":\"flame graph service\"");
            assertThat(receiver.uris)
                    .filteredOn(uri -> uri.startsWith("/api/v2/traces/"))
                    .hasSize(12);
            assertThat(receiver.uris)
                    .contains("/api/v2/traces/"
                            + dev.spanflame.load.trace.LoadIds.trace(
                                            1, Long.remainderUnsigned(dev.spanflame.load.trace.LoadIds.mix(1), 1000))
                                    .hex());
        }
    }

    @Test
    void refusesWhatIsNoAddressOrNumber() {
        assertThat(run("traces", "--target", "nowhere")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("'nowhere' is no address; expected host:port");
        assertThat(run("traces", "--spans", "0")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(run("traces", "--window", "soon")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(run("traces", "--end", "yesterday")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("'yesterday' is no instant; expected one such as");
        assertThat(run("profiles", "--profiles", "-1")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(run("query", "--times", "0")).isEqualTo(CommandLine.ExitCode.USAGE);
    }
}
