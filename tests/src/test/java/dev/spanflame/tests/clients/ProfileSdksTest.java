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

/// Pyroscope's own libraries for Go and Python in a program that is busy.
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

        assertBusy("busy-go", "main.spin", program.toString(), address());
    }

    @Test
    void what_keeps_a_python_program_busy_is_in_its_flame_graph() throws IOException, InterruptedException {
        Path python = Toolchains.pythonWith("pyroscope-io==1.4.0");

        assertBusy("busy-python", "spin", python.toString(), "-c", PYTHON, address());
    }

    private String address() {
        return server.uri("pyroscope").toString();
    }

    private void assertBusy(String service, String function, String... command)
            throws IOException, InterruptedException {
        Path log = folder.resolve(service + ".log");
        Process busy = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            Map<String, Long> graph = Awaiting.until(
                    UPLOADED,
                    () -> Profiles.flameGraph(server, service),
                    found -> found.keySet().stream().anyMatch(name -> name.contains(function)));

            assertThat(graph.keySet())
                    .as(Files.readString(log) + server.output())
                    .anyMatch(name -> name.contains(function));
        } finally {
            busy.destroyForcibly().waitFor();
        }
    }
}
