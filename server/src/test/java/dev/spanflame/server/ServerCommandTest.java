package dev.spanflame.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.server.config.Configuration;
import dev.spanflame.server.config.StoreLocation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class ServerCommandTest {
    @TempDir
    private Path folder;

    private final List<Configuration> started = new ArrayList<>();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream err = System.err;
    private final PrintStream out = System.out;

    @BeforeEach
    void listen() {
        PrintStream print = new PrintStream(said, true, StandardCharsets.UTF_8);
        System.setErr(print);
        System.setOut(print);
    }

    @AfterEach
    void restore() {
        System.setErr(err);
        System.setOut(out);
    }

    private int run(String... arguments) {
        CommandLine line = new CommandLine(new ServerCommand(started::add).spec());
        return line.execute(arguments);
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void startsWithFlagsOverTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("c.yaml"), "store: /from/file\nflush:\n  max-age: 1m\n");
        int code = run("--config", file.toString(), "--store=s3://b/p", "--multi-tenancy", "--log.level", "error");
        assertThat(code).isEqualTo(ServerCommand.RUNNING);
        assertThat(started).singleElement().satisfies(configuration -> {
            assertThat(configuration.storeLocation()).isEqualTo(new StoreLocation.Bucket("b", "p"));
            assertThat(configuration.multiTenancy()).isTrue();
            assertThat(configuration.flush().maxAge()).hasMinutes(1);
        });
    }

    @Test
    void refusesAWrongConfigurationWithEveryProblem() throws IOException {
        Path file = Files.writeString(folder.resolve("c.yaml"), "stor: x\n");
        assertThat(run("--config", file.toString(), "--role=boss")).isEqualTo(2);
        assertThat(said())
                .contains("c.yaml:1: unknown key 'stor'; did you mean 'store'?")
                .contains("flag --role: 'role': 'boss' is not one of all, ingester, compactor, querier");
        assertThat(started).isEmpty();
    }

    @Test
    void refusesToServeNothing() {
        String[] off = {
            "--listen.query=off",
            "--listen.pyroscope=off",
            "--listen.admin=off",
            "--listen.otlp-grpc=off",
            "--listen.otlp-http=off"
        };
        assertThat(run(off)).isEqualTo(2);
        assertThat(said())
                .isEqualTo("flag --listen.query: 'listen.query' is off, and so is every other port of role all; give"
                        + " one of listen.* an address\n");
        assertThat(started).isEmpty();
        off[4] = "--role=querier";
        assertThat(run(off)).isEqualTo(2);
        off[4] = "--role=ingester";
        assertThat(run(off)).isEqualTo(ServerCommand.RUNNING);
        off[2] = "--role=compactor";
        off[4] = "--log.level=info";
        assertThat(run(off)).isEqualTo(ServerCommand.RUNNING);
    }

    @Test
    void refusesUnknownFlags() {
        assertThat(run("--stor=x")).isEqualTo(2);
        assertThat(said()).contains("Unknown option: '--stor=x'", "--store");
    }

    @Test
    void printsTheConfigurationWithoutSecrets() {
        assertThat(run("--s3.access-key=a", "--s3.secret-key=verysecret", "--print-config"))
                .isZero();
        assertThat(said()).contains("secret-key: '******'").doesNotContain("verysecret");
        assertThat(started).isEmpty();
    }

    @Test
    void saysWhyItCannotStart() {
        ServerCommand command = new ServerCommand(_ -> {
            throw new IOException("port query cannot listen on 0.0.0.0:3200: Address already in use");
        });
        CommandLine line = new CommandLine(command.spec());
        assertThat(line.execute()).isEqualTo(1);
        assertThat(said()).contains("server cannot start: port query cannot listen on 0.0.0.0:3200");
    }

    @Test
    void runsAsACommandOfTheProgram() {
        assertThat(Main.commands().execute("server", "--role=boss")).isEqualTo(2);
        assertThat(said()).contains("flag --role");
        assertThat(Main.commands().execute()).isEqualTo(2);
        assertThat(said()).contains("Usage: spanflame", "server");
    }

    @Test
    void listsEveryKeyAsAnOption() {
        assertThat(Main.commands().execute("server", "--help")).isZero();
        assertThat(said()).contains("--flush.max-age=VALUE", "--listen.otlp-grpc=VALUE", "--config=FILE");
    }
}
