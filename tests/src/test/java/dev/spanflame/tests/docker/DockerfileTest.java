package dev.spanflame.tests.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.spanflame.server.config.Configuration;
import dev.spanflame.server.config.Listen;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The Dockerfile against what it leans on.
final class DockerfileTest {
    @Test
    void itsImagesAreThoseOfTheEnvironmentFile() throws IOException {
        Map<String, String> env = DockerFiles.env();
        Matcher arguments = Pattern.compile("(?m)^ARG ([A-Z_]+)=(.+)$").matcher(DockerFiles.text("Dockerfile"));
        int found = 0;
        while (arguments.find()) {
            assertThat(arguments.group(2)).isEqualTo(env.get(arguments.group(1)));
            found++;
        }
        assertThat(found).isEqualTo(2);
    }

    @Test
    void itOpensTheServersPortsAndRunsAsNobodySpecial() throws IOException {
        String text = DockerFiles.text("Dockerfile");
        Listen listen = Configuration.defaults().listen();
        assertThat(text)
                .contains("EXPOSE " + listen.otlpGrpc().port() + " "
                        + listen.otlpHttp().port() + " " + listen.query().port() + " "
                        + listen.pyroscope().port() + "\n")
                .contains("\nUSER 10001:10001\n")
                .contains("HEALTHCHECK")
                .contains("VOLUME /var/lib/spanflame");
    }

    @Test
    void everyFileItCopiesFromTheProjectIsThere() throws IOException {
        Path root = DockerFiles.path("..");
        assertThat(List.of("bin/spanflame", "bin/toolchain.sh", "docker/is-ready"))
                .allSatisfy(file -> {
                    assertThat(DockerFiles.text("Dockerfile")).contains(file);
                    assertThat(Files.isRegularFile(root.resolve(file))).isTrue();
                });
    }

    @Test
    void theHealthCheckFollowsReady() throws Exception {
        Path bash = Program.installed("bash", "to run the health check");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        int[] status = {200};
        server.createContext("/ready", exchange -> {
            byte[] body = "the bucket cannot be reached".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status[0], body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        List<String> command = List.of(
                bash.toString(),
                DockerFiles.path("is-ready").toString(),
                Integer.toString(server.getAddress().getPort()));
        try {
            assertThat(Program.run(Path.of("."), command).status()).isZero();
            status[0] = 503;
            Program.Result unready = Program.run(Path.of("."), command);
            assertThat(unready.status()).isEqualTo(1);
            assertThat(unready.errors()).isEqualTo("the bucket cannot be reached\n");
        } finally {
            server.stop(0);
        }
        assertThat(Program.run(Path.of("."), command).status()).isEqualTo(1);
    }
}
