package dev.spanflame.load;

import dev.spanflame.load.query.Queries;
import dev.spanflame.load.query.Query;
import dev.spanflame.load.query.QueryReport;
import dev.spanflame.load.query.QueryRun;
import dev.spanflame.load.query.QueryTarget;
import dev.spanflame.load.trace.TraceLoadTimes;
import java.io.PrintWriter;
import java.time.Duration;
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

/// `spanflame load query`: asks queries about what the other two commands sent.
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        description = "Asks a list of queries, one after the other, and prints what was measured as one line of JSON.")
final class QueryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private TimeOptions times = new TimeOptions();

    @Mixin
    private TenantOption tenant = new TenantOption();

    @Option(
            names = "--tempo",
            defaultValue = "localhost:3200",
            paramLabel = "HOST:PORT",
            description = "Where Tempo's API is; default: ${DEFAULT-VALUE}.")
    private String tempo = "";

    @Option(
            names = "--pyroscope",
            defaultValue = "localhost:4040",
            paramLabel = "HOST:PORT",
            description = "Where Pyroscope's API is; default: ${DEFAULT-VALUE}.")
    private String pyroscope = "";

    @Option(
            names = "--times",
            defaultValue = "20",
            paramLabel = "N",
            description = "How often each query is asked, after once to warm up; default: ${DEFAULT-VALUE}.")
    private int repetitions;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "Seed of the traces that were sent; default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--traces",
            defaultValue = "1000",
            paramLabel = "N",
            description = "How many traces were sent, as `load traces` printed; default: ${DEFAULT-VALUE}.")
    private long traces;

    @Option(
            names = "--only",
            defaultValue = "",
            paramLabel = "TEXT",
            description = "Ask only queries whose names begin like this, such as `search` or `flame graph`.")
    private String only = "";

    @Option(
            names = "--traceql",
            paramLabel = "QUERY",
            description = "A search to ask besides; may be given several times.")
    private List<String> traceql = new ArrayList<>();

    @Option(
            names = "--timeout",
            defaultValue = "60",
            paramLabel = "SECONDS",
            description = "How long to wait for an answer; default: ${DEFAULT-VALUE}.")
    private int timeoutSeconds;

    @Override
    public Integer call() throws InterruptedException {
        if (repetitions < 1 || traces < 1 || timeoutSeconds < 1) {
            throw new ParameterException(spec.commandLine(), "--times, --traces and --timeout have to be at least 1");
        }
        TraceLoadTimes window = times.times(spec);
        QueryTarget target = new QueryTarget(
                SendOptions.address(spec, tempo),
                SendOptions.address(spec, pyroscope),
                window.endNanos() - window.lengthNanos(),
                window.endNanos(),
                seed,
                traces,
                Duration.ofSeconds(timeoutSeconds));
        Map<String, String> more = new LinkedHashMap<>();
        traceql.forEach(query -> more.put("search " + query, query));
        List<QueryReport> reports = new ArrayList<>();
        try (QueryRun run = new QueryRun(tenant.headers())) {
            for (Query query : Queries.of(target, more)) {
                if (query.name().startsWith(only)) {
                    reports.add(run.ask(query, repetitions));
                }
            }
        }
        report(reports);
        return 0;
    }

    private void report(List<QueryReport> reports) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(JsonLine.of(json -> {
            json.writeArrayFieldStart("queries");
            for (QueryReport report : reports) {
                json.writeStartObject();
                report.write(json);
                json.writeEndObject();
            }
            json.writeEndArray();
        }));
        out.flush();
    }
}
