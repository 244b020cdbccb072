package dev.spanflame.load;

import dev.spanflame.load.send.Answers;
import dev.spanflame.load.send.GrpcTarget;
import dev.spanflame.load.send.GzippedSource;
import dev.spanflame.load.send.HostPort;
import dev.spanflame.load.send.HttpTarget;
import dev.spanflame.load.send.LoadReport;
import dev.spanflame.load.send.LoadRun;
import dev.spanflame.load.send.Payload;
import dev.spanflame.load.send.Source;
import dev.spanflame.load.send.Target;
import dev.spanflame.load.trace.TraceLoad;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `spanflame load traces`: sends OTLP spans.
@Command(
        name = "traces",
        mixinStandardHelpOptions = true,
        description = "Sends spans of a shop of 40 services by OTLP and prints what was measured as one line of JSON.")
final class TracesCommand implements Callable<Integer> {
    /// Bytes a span takes when gzipped, with the batch's own memory.
    private static final long GZIPPED_SPAN = 100;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private SendOptions send = new SendOptions();

    @Mixin
    private TimeOptions times = new TimeOptions();

    @Option(
            names = "--target",
            defaultValue = "localhost:4317",
            paramLabel = "HOST:PORT",
            description = "Where to send; default: ${DEFAULT-VALUE}.")
    private String target = "";

    @Option(names = "--http", description = "Send OTLP over HTTP/1.1 to --path instead of gRPC.")
    private boolean http;

    @Option(
            names = "--path",
            defaultValue = "/v1/traces",
            paramLabel = "PATH",
            description = "Path of the URL with --http; default: ${DEFAULT-VALUE}.")
    private String path = "";

    @Option(
            names = "--spans",
            defaultValue = "1000000",
            paramLabel = "N",
            description = "Spans to send, rounded up to whole batches; default: ${DEFAULT-VALUE}.")
    private long spans;

    @Option(
            names = "--batch",
            defaultValue = "25",
            paramLabel = "N",
            description = "Whole traces in a request, of 35 spans on average; default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(names = "--gzip", description = "Send gzipped requests; they are compressed before the clock starts.")
    private boolean gzip;

    @Override
    public Integer call() throws InterruptedException {
        HostPort address = SendOptions.address(spec, target);
        if (spans < 1 || batch < 1) {
            throw new ParameterException(spec.commandLine(), "--spans and --batch have to be at least 1");
        }
        if (!path.startsWith("/")) {
            throw new ParameterException(spec.commandLine(), "--path has to begin with /, not " + path);
        }
        long heap = Runtime.getRuntime().maxMemory();
        if (gzip && spans > heap / 2 / GZIPPED_SPAN) {
            throw new ParameterException(
                    spec.commandLine(),
                    "%d gzipped spans do not fit into half of the heap of %d MiB; set SPANFLAME_HEAP higher"
                            .formatted(spans, heap >> 20));
        }
        TraceLoad load = TraceLoad.make(send.seed, spans, batch, times.times(spec), heap / 4);
        Source source = gzip ? new GzippedSource(source(load)) : source(load);
        List<Target> targets = new ArrayList<>();
        try {
            for (int i = 0; i < send.connections; i++) {
                targets.add(target(address));
            }
            report(load, LoadRun.send("spans", source, targets, send.plan(spec)));
        } finally {
            targets.forEach(Target::close);
        }
        return 0;
    }

    private void report(TraceLoad load, LoadReport report) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(JsonLine.of(json -> {
            report.write(json);
            json.writeNumberField("seed", send.seed);
            json.writeNumberField("traces", load.traces());
            json.writeNumberField("distinct_spans", load.distinctSpans());
        }));
        out.flush();
    }

    private Target target(HostPort address) {
        if (!http) {
            return new GrpcTarget(
                    address,
                    new GrpcTarget.Method(GrpcTarget.OTLP_TRACES, gzip, send.tenant.headers()),
                    Answers::traces,
                    send.timeoutSeconds);
        }
        Map<String, String> headers = new LinkedHashMap<>(send.tenant.headers());
        headers.put("Content-Type", "application/x-protobuf");
        if (gzip) {
            headers.put("Content-Encoding", "gzip");
        }
        return new HttpTarget("http://" + address + path, headers, Answers::traces, send.timeoutSeconds);
    }

    private static Source source(TraceLoad load) {
        return new Source() {
            @Override
            public int requests() {
                return load.batches();
            }

            @Override
            public int items(int index) {
                return load.spans(index);
            }

            @Override
            public Payload payload(int index) {
                return Payload.of(load.request(index));
            }
        };
    }
}
