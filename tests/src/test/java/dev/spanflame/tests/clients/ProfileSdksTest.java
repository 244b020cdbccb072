package dev.spanflame.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.objectstore.server.Toolchains;
import dev.spanflame.tests.system.Awaiting;
import dev.spanflame.tests.system.Profiles;
import dev.spanflame.tests.system.SpanflameProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Pyroscope's own libraries for Go, Python and Node, and its library that ties OpenTelemetry's spans
/// in Go to profiles, in programs that are busy.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProfileSdksTest {
    private static final Duration UPLOADED = Duration.ofSeconds(90);
    private static final String GO = """
            package main

            import (
            	"os"
            	"time"

            	"github.com/grafana/pyroscope-go"
            )

            var sink [][]byte

            //go:noinline
            func spin(until time.Time) int {
            	sum := 0
            	for time.Now().Before(until) {
            		for i := 0; i < 100000; i++ {
            			sum += i * i
            		}
            		sink = append(sink[len(sink)%64:], make([]byte, 100000))
            	}
            	return sum
            }

            func main() {
            	profiler, err := pyroscope.Start(pyroscope.Config{
            		ApplicationName: "busy-go",
            		ServerAddress:   os.Args[1],
            		UploadRate:      2 * time.Second,
            		Tags:            map[string]string{"region": "eu"},
            		ProfileTypes: []pyroscope.ProfileType{
            			pyroscope.ProfileCPU, pyroscope.ProfileAllocSpace, pyroscope.ProfileAllocObjects,
            		},
            	})
            	if err != nil {
            		panic(err)
            	}
            	if spin(time.Now().Add(60*time.Second)) == 1 {
            		println("no")
            	}
            	profiler.Stop()
            }
            """;
    private static final String PYTHON = """
            import sys, time
            import pyroscope

            pyroscope.configure(application_name="busy-python", server_address=sys.argv[1], tags={"region": "eu"})

            def spin(until):
                total = 0
                while time.time() < until:
                    total += sum(i * i for i in range(1000))
                return total

            spin(time.time() + 60)
            """;

    /// Each turn is short, so that the library can upload between two.
    private static final String NODE = """
            const pyroscope = require('@pyroscope/nodejs');
            pyroscope.init({
                appName: 'busy-node', serverAddress: process.argv[2], tags: {region: 'eu'}, flushIntervalMs: 2000,
                wall: {samplingDurationMs: 2000, samplingIntervalMicros: 10000, collectCpuTime: true},
            });
            pyroscope.start();

            function spinInNode(until) {
                let sum = 0;
                while (Date.now() < until) {
                    for (let i = 0; i < 1e5; i++) { sum += i * i; }
                }
                return sum;
            }

            const end = Date.now() + 60000;
            function turn() {
                if (Date.now() < end) { spinInNode(Date.now() + 200); setTimeout(turn, 20); }
            }
            turn();
            """;
    private static final String GO_SPANS = """
            package main

            import (
            	"context"
            	"fmt"
            	"os"
            	"time"

            	otelpyroscope "github.com/grafana/otel-profiling-go"
            	"github.com/grafana/pyroscope-go"
            	"go.opentelemetry.io/otel"
            	sdktrace "go.opentelemetry.io/otel/sdk/trace"
            )

            var kept int

            //go:noinline
            func insideSpan(until time.Time) {
            	for time.Now().Before(until) {
            		for i := 0; i < 100000; i++ {
            			kept += i * i
            		}
            	}
            }

            //go:noinline
            func outsideSpan(until time.Time) {
            	for time.Now().Before(until) {
            		for i := 0; i < 100000; i++ {
            			kept -= i * i
            		}
            	}
            }

            func main() {
            	otel.SetTracerProvider(otelpyroscope.NewTracerProvider(sdktrace.NewTracerProvider()))
            	_, err := pyroscope.Start(pyroscope.Config{
            		ApplicationName: "spans-go",
            		ServerAddress:   os.Args[1],
            		UploadRate:      2 * time.Second,
            		ProfileTypes:    []pyroscope.ProfileType{pyroscope.ProfileCPU},
            	})
            	if err != nil {
            		panic(err)
            	}
            	_, span := otel.Tracer("t").Start(context.Background(), "GET /slow")
            	fmt.Println(span.SpanContext().SpanID().String())
            	insideSpan(time.Now().Add(3 * time.Second))
            	span.End()
            	done := make(chan bool)
            	go func() { outsideSpan(time.Now().Add(57 * time.Second)); done <- true }()
            	<-done
            }
            """;

    @TempDir
    Path folder;

    private SpanflameProcess server;

    @BeforeAll
    void start(@TempDir Path data) throws IOException {
        server = SpanflameProcess.start(data);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void what_keeps_a_go_program_busy_is_in_its_flame_graph() throws IOException, InterruptedException {
        Path program = Toolchains.goBuild("busy", GO, "github.com/grafana/pyroscope-go@v1.4.3");

        assertBusy(Profiles.CPU, "busy-go", "main.spin", program.toString(), address());
    }

    @Test
    void a_span_of_a_go_program_has_a_flame_graph_of_its_own() throws IOException, InterruptedException {
        Path program = Toolchains.goBuild(
                "spans",
                GO_SPANS,
                "github.com/grafana/pyroscope-go@v1.4.3",
                "github.com/grafana/otel-profiling-go@v0.7.0",
                "go.opentelemetry.io/otel/sdk@v1.45.0");

        Path log = assertBusy(Profiles.CPU, "spans-go", "main.outsideSpan", program.toString(), address());

        String span = Files.readString(log).lines().findFirst().orElse("");
        assertThat(Profiles.flameGraph(server, Profiles.CPU + "{service_name=\"spans-go\"}", "&spanId=" + span)
                        .keySet())
                .as(span)
                .contains("main.insideSpan")
                .doesNotContain("main.outsideSpan");
        assertThat(Profiles.flameGraph(server, Profiles.CPU + "{service_name=\"spans-go\",span_name=\"GET /slow\"}", "")
                        .keySet())
                .contains("main.insideSpan");
    }

    @Test
    void what_keeps_a_node_program_busy_is_in_its_flame_graph() throws IOException, InterruptedException {
        Toolchains.Node node = Toolchains.nodeWith("@pyroscope/nodejs@0.6.4");
        Path script = Files.writeString(node.home().resolve("busy.js"), NODE);

        assertBusy(
                "wall:wall:nanoseconds:wall:nanoseconds",
                "busy-node",
                "spinInNode",
                node.program().toString(),
                script.toString(),
                address());
    }

    @Test
    void what_keeps_a_python_program_busy_is_in_its_flame_graph() throws IOException, InterruptedException {
        Path python = Toolchains.pythonWith("pyroscope-io==1.4.0");

        assertBusy(Profiles.CPU, "busy-python", "spin", python.toString(), "-c", PYTHON, address());
    }

    private String address() {
        return server.uri("pyroscope").toString();
    }

    /// Runs a program until its function shows in the flame graph; what it wrote.
    private Path assertBusy(String type, String service, String function, String... command)
            throws IOException, InterruptedException {
        Path log = folder.resolve(service + ".log");
        Process busy = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            Map<String, Long> graph = Awaiting.until(
                    UPLOADED,
                    () -> Profiles.flameGraph(server, type + "{service_name=\"" + service + "\"}", ""),
                    found -> found.keySet().stream().anyMatch(name -> name.contains(function)));

            assertThat(graph.keySet())
                    .as(Files.readString(log) + server.output())
                    .anyMatch(name -> name.contains(function));
            return log;
        } finally {
            busy.destroyForcibly().waitFor();
        }
    }
}
