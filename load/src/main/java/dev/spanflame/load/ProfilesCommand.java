package dev.spanflame.load;

import dev.spanflame.load.profile.ProfileLoad;
import dev.spanflame.load.send.Answers;
import dev.spanflame.load.send.HostPort;
import dev.spanflame.load.send.HttpTarget;
import dev.spanflame.load.send.LoadReport;
import dev.spanflame.load.send.LoadRun;
import dev.spanflame.load.send.Target;
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

/// `spanflame load profiles`: sends pprof profiles.
@Command(
        name = "profiles",
        mixinStandardHelpOptions = true,
        description = "Sends profiles of 2,000 Java stacks of 40 services and prints what was measured as one line of"
                + " JSON.")
final class ProfilesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private SendOptions send = new SendOptions();

    @Mixin
    private TimeOptions times = new TimeOptions();

    @Option(
            names = "--target",
            defaultValue = "localhost:4040",
            paramLabel = "HOST:PORT",
            description = "Where to send; default: ${DEFAULT-VALUE}.")
    private String target = "";

    @Option(names = "--ingest", description = "Send to /ingest instead of push.v1.PusherService/Push.")
    private boolean ingest;

    @Option(
            names = "--profiles",
            defaultValue = "1200",
            paramLabel = "N",
            description = "Profiles to send, one in each request; default: ${DEFAULT-VALUE}.")
    private int profiles;

    @Override
    public Integer call() throws InterruptedException {
        HostPort address = SendOptions.address(spec, target);
        if (profiles < 1) {
            throw new ParameterException(spec.commandLine(), "--profiles has to be at least 1");
        }
        ProfileLoad.Form form = ingest ? ProfileLoad.Form.INGEST : ProfileLoad.Form.PUSH;
        ProfileLoad load = ProfileLoad.make(
                send.seed,
                profiles,
                form,
                times.times(spec),
                Runtime.getRuntime().maxMemory() / 4);
        List<Target> targets = new ArrayList<>();
        try {
            for (int i = 0; i < send.connections; i++) {
                targets.add(target(address));
            }
            report(load, LoadRun.send("profiles", load, targets, send.plan(spec)));
        } finally {
            targets.forEach(Target::close);
        }
        return 0;
    }

    private Target target(HostPort address) {
        Map<String, String> headers = new LinkedHashMap<>(send.tenant.headers());
        headers.put("Content-Type", ingest ? "application/octet-stream" : "application/proto");
        String path = ingest ? "/ingest" : "/push.v1.PusherService/Push";
        return new HttpTarget("http://" + address + path, headers, Answers::any, send.timeoutSeconds);
    }

    private void report(ProfileLoad load, LoadReport report) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(JsonLine.of(json -> {
            report.write(json);
            json.writeNumberField("seed", send.seed);
            json.writeNumberField("distinct_profiles", load.distinct());
        }));
        out.flush();
    }
}
