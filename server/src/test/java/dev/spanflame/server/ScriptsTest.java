package dev.spanflame.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The scripts of `bin/`, run by the real shell in a copy of the repository's shape, with JDKs and Mavens that only
/// say how they were called.
@Timeout(60)
final class ScriptsTest {
    private static final Path BIN = Path.of(System.getProperty("spanflame.root", ".."), "bin");

    @TempDir
    private Path folder;

    private Path root;
    private Path home;
    private final List<String> environment = new ArrayList<>();

    /// What a script said and how it ended.
    private record Outcome(int code, String out, String err) {}

    @BeforeEach
    void copy() throws IOException {
        root = Files.createDirectories(folder.resolve("a root"));
        home = Files.createDirectories(folder.resolve("home"));
        Files.createDirectories(root.resolve("bin"));
        for (String script : new String[] {"spanflame", "toolchain.sh", "test"}) {
            Files.copy(BIN.resolve(script), root.resolve("bin").resolve(script));
            executable(root.resolve("bin").resolve(script));
        }
        // nothing of this machine is found unless a test puts it there
        set("SPANFLAME_JDK_PATTERNS", folder.resolve("jdks") + "/*");
        set("HOME", home.toString());
        set("PATH", folder.resolve("path") + ":" + tools());
    }

    private void set(String name, String value) {
        environment.add(name + "=" + value);
    }

    /// A folder with the ordinary tools and neither `java` nor `mvn`.
    private Path tools() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool :
                "sh dirname sed head cat mkdir rm rmdir touch find ls grep tail sleep readlink kill date awk tee env expr chmod mv"
                        .split(" ", -1)) {
            for (String place : new String[] {"/bin/", "/usr/bin/"}) {
                Path real = Path.of(place + tool);
                Path link = tools.resolve(tool);
                if (Files.exists(real) && !Files.exists(link)) {
                    Files.createSymbolicLink(link, real);
                }
            }
        }
        return tools;
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path script(Path file, String body) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        executable(file);
        return file;
    }

    /// A JDK whose `java` says where it is and what it was given, one argument a line.
    private Path jdk(String name, String version) throws IOException {
        Path jdk = folder.resolve("jdks").resolve(name);
        script(jdk.resolve("bin/java"), "echo jdk=" + name + "\nprintf '%s\\n' \"$@\"");
        script(jdk.resolve("bin/javac"), "exit 0");
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return jdk;
    }

    /// A Maven that notes each build and leaves what a real one leaves.
    private void maven(String version) throws IOException {
        script(folder.resolve("path/mvn"), """
                if [ "$1" = -v ]; then echo 'Apache Maven %s (x)'; exit 0; fi
                echo "$JAVA_HOME $*" >> '%s/builds'
                if [ -f '%s/fail' ]; then echo '[ERROR] no such symbol'; exit 1; fi
                mkdir -p server/target/app/lib
                touch server/target/spanflame-server-1.jar server/target/app/lib/a.jar""".formatted(version, folder, folder));
        Files.createDirectories(root.resolve("model/src/main/java"));
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        Files.writeString(root.resolve("model/src/main/java/A.java"), "class A {}");
    }

    private long builds() throws IOException {
        Path file = folder.resolve("builds");
        return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    }

    private Outcome run(String script, String... arguments) throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = start(script, out, err, arguments);
        assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private Process start(String script, Path out, Path err, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("/bin/sh", root.resolve("bin").resolve(script).toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> variables = builder.environment();
        variables.clear();
        for (String variable : environment) {
            int equals = variable.indexOf('=');
            variables.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        return builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    }

    private void distribution() throws IOException {
        Files.createDirectories(root.resolve("lib"));
        Files.createFile(root.resolve("lib/b.jar"));
        Files.createFile(root.resolve("lib/a.jar"));
    }

    /// A JDK whose `java` leaves a cache where it is told to and ends with `code`, and notes that.
    private void trainable(int code) throws IOException {
        Path jdk = jdk("good", "25");
        script(jdk.resolve("bin/java"), """
                for word in "$@"; do
                    case $word in
                        -XX:AOTCacheOutput=*)
                            echo "$*" >> '%s/trained'
                            echo cache > "${word#*=}"
                            exit %d ;;
                    esac
                done
                printf '%%s\\n' "$@" """.formatted(folder, code));
    }

    private long trainings() throws IOException {
        Path file = folder.resolve("trained");
        return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    }

    @Test
    void saysInOneLineThatNoJdkIsThere() throws Exception {
        jdk("old", "17.0.2");
        Outcome outcome = run("spanflame", "server");
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).hasLineCount(1).contains("JDK 25 or newer", "adoptium.net", "SPANFLAME_JAVA_HOME");
    }

    @Test
    void findsAJdkAmongOlderOnesAndPassesArgumentsOn() throws Exception {
        distribution();
        jdk("a old", "21.0.1");
        jdk("b new", "25.0.3");
        Outcome outcome = run("spanflame", "server", "--store=a b", "*");
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .startsWith("jdk=b new\n-Xmx1g\n")
                .contains(
                        "-XX:+ExitOnOutOfMemoryError\n",
                        "--enable-native-access=ALL-UNNAMED\n",
                        "--sun-misc-unsafe-memory-access=allow\n",
                        root + "/lib/a.jar:" + root + "/lib/b.jar\n")
                .endsWith("dev.spanflame.server.Main\nserver\n--store=a b\n*\n");
    }

    @Test
    void prefersTheJdkThatWasNamedThenJavaHomeThenThePath() throws Exception {
        distribution();
        Path named = jdk("named", "26");
        Path javaHome = jdk("home", "25");
        Path onPath = jdk("path", "25.0.1");
        jdk("aaa", "25");
        Files.createDirectories(folder.resolve("path"));
        Files.createSymbolicLink(folder.resolve("path/java"), onPath.resolve("bin/java"));
        assertThat(run("spanflame").out()).startsWith("jdk=path\n");
        set("JAVA_HOME", javaHome.toString());
        assertThat(run("spanflame").out()).startsWith("jdk=home\n");
        set("SPANFLAME_JAVA_HOME", named.toString());
        assertThat(run("spanflame").out()).startsWith("jdk=named\n");
        set("JAVA_HOME", jdk("too old", "11.0.2").toString());
        set("SPANFLAME_JAVA_HOME", "");
        assertThat(run("spanflame").out()).startsWith("jdk=path\n");
    }

    @Test
    void refusesANamedJdkThatIsTooOld() throws Exception {
        distribution();
        jdk("good", "25");
        set("SPANFLAME_JAVA_HOME", jdk("old", "21").toString());
        Outcome outcome = run("spanflame");
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err())
                .hasLineCount(1)
                .contains("SPANFLAME_JAVA_HOME", "JDK 21", "JDK 25 or newer", "adoptium.net");
        set("SPANFLAME_JAVA_HOME", folder.resolve("nowhere").toString());
        assertThat(run("spanflame").err()).hasLineCount(1).contains("has no JDK", "JDK 25 or newer", "adoptium.net");
    }

    @Test
    void takesHeapAndMoreOptionsFromTheEnvironment() throws Exception {
        distribution();
        jdk("good", "25");
        set("SPANFLAME_HEAP", "3g");
        set("SPANFLAME_JAVA_OPTIONS", "-Da=1 -Db=2");
        assertThat(run("spanflame").out()).contains("-Xmx3g\n", "-Da=1\n-Db=2\n");
    }

    @Test
    void saysInOneLineThatMavenIsMissingOrTooOld() throws Exception {
        jdk("good", "25");
        assertThat(run("spanflame").err()).hasLineCount(1).contains("Maven 3.8 or newer");
        maven("3.6.3");
        Outcome outcome = run("spanflame");
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).hasLineCount(1).contains("Maven 3.8 or newer");
    }

    @Test
    void buildsOnceAndAgainOnlyWhenASourceIsNewer() throws Exception {
        jdk("good", "25");
        maven("3.9.9");
        Outcome first = run("spanflame", "x");
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.err()).hasLineCount(1).contains("building");
        assertThat(first.out()).contains("spanflame-server-1.jar:", "/app/lib/a.jar");
        assertThat(Files.readString(folder.resolve("builds")))
                .contains("jdks/good", "-q -B -Dquick -pl server -am package");
        Outcome second = run("spanflame", "x");
        assertThat(second.err()).isEmpty();
        assertThat(builds()).isEqualTo(1);
        touchLater(root.resolve("model/src/main/java/A.java"));
        assertThat(run("spanflame").err()).contains("building");
        assertThat(builds()).isEqualTo(2);
        touchLater(root.resolve("pom.xml"));
        run("spanflame");
        assertThat(builds()).isEqualTo(3);
    }

    @Test
    void aBuildMakesACacheThatLaterStartsUse() throws Exception {
        trainable(0);
        maven("3.9.9");
        Path cache = root.resolve("server/target/app/spanflame.aot");
        assertThat(run("spanflame", "x").out())
                .contains("-XX:AOTCache=" + cache + "\n")
                .endsWith("Main\nx\n");
        assertThat(Files.readString(folder.resolve("trained")))
                .contains("-Xmx1g", "-XX:+UseG1GC", "spanflame-server-1.jar")
                .endsWith("dev.spanflame.server.Main train\n");
        assertThat(run("spanflame", "x").out()).contains("-XX:AOTCache=" + cache + "\n");
        assertThat(trainings()).isEqualTo(1);
        assertThat(run("spanflame", "train").code()).isZero();
        assertThat(trainings()).isEqualTo(2);
        touchLater(root.resolve("pom.xml"));
        run("spanflame");
        assertThat(trainings()).isEqualTo(3);
    }

    @Test
    void neitherMakesNorUsesACacheWhenToldSo() throws Exception {
        trainable(0);
        maven("3.9.9");
        set("SPANFLAME_AOT", "off");
        assertThat(run("spanflame", "x").out()).doesNotContain("AOT");
        assertThat(trainings()).isZero();
        Files.createFile(root.resolve("server/target/app/spanflame.aot"));
        assertThat(run("spanflame", "x").out()).doesNotContain("AOT");
    }

    @Test
    void startsWithoutACacheThatCouldNotBeMade() throws Exception {
        trainable(1);
        maven("3.9.9");
        Outcome outcome = run("spanflame", "x");
        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).hasLineCount(1).contains("building");
        assertThat(outcome.out()).doesNotContain("AOT").endsWith("Main\nx\n");
        assertThat(trainings()).isEqualTo(1);
        Outcome again = run("spanflame", "train");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains("no cache was made");
        try (Stream<Path> left = Files.list(root.resolve("server/target/app"))) {
            assertThat(left.map(Path::toString)).noneMatch(name -> name.contains(".aot"));
        }
    }

    @Test
    void aDistributionUsesTheCacheThatCameWithIt() throws Exception {
        distribution();
        trainable(0);
        assertThat(run("spanflame", "x").out()).doesNotContain("AOT");
        assertThat(run("spanflame", "train").code()).isZero();
        assertThat(run("spanflame", "x").out()).contains("-XX:AOTCache=" + root + "/lib/spanflame.aot\n");
    }

    private static void touchLater(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(2)));
    }

    @Test
    void showsWhatFailedInABuild() throws Exception {
        jdk("good", "25");
        maven("3.9.9");
        Files.createFile(folder.resolve("fail"));
        Outcome outcome = run("spanflame");
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).contains("no such symbol", "the build failed", "build.log");
        Files.delete(folder.resolve("fail"));
        assertThat(run("spanflame").code()).isZero();
    }

    @Test
    void buildsOnceWhenStartedTwiceAtOnce() throws Exception {
        jdk("good", "25");
        maven("3.9.9");
        Process one = start("spanflame", folder.resolve("o1"), folder.resolve("e1"), "one");
        Process two = start("spanflame", folder.resolve("o2"), folder.resolve("e2"), "two");
        assertThat(one.waitFor(30, TimeUnit.SECONDS) && two.waitFor(30, TimeUnit.SECONDS))
                .isTrue();
        assertThat(Files.readString(folder.resolve("o1"))).endsWith("one\n");
        assertThat(Files.readString(folder.resolve("o2"))).endsWith("two\n");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void breaksTheLockOfABuilderThatIsGone() throws Exception {
        jdk("good", "25");
        maven("3.9.9");
        Path lock = Files.createDirectories(root.resolve("server/target/build.lock"));
        Files.writeString(lock.resolve("pid"), "999999999");
        assertThat(run("spanflame").code()).isZero();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void summarisesTestsAndTheirSkips() throws Exception {
        jdk("good", "25");
        report("good", """
                <testsuite name="a" tests="3" errors="0" skipped="1" failures="0" time="1">
                  <testcase name="runs" classname="x.ATest"/>
                  <testcase name="wavers" classname="x.ATest">
                    <flakyFailure message="late" type="java.lang.AssertionError">
                    </flakyFailure>
                  </testcase>
                  <testcase name="asksPython" classname="x.ATest">
                    <skipped message="Assumption failed: SKIPPED-TOOLCHAIN: python3 is not installed"/>
                  </testcase>
                </testsuite>""");
        Outcome lenient = run("test", "--full", "-pl", "server");
        assertThat(lenient.code()).as(lenient.err()).isZero();
        assertThat(lenient.out())
                .contains("SKIPPED  x.ATest.asksPython: SKIPPED-TOOLCHAIN: python3 is not installed")
                .contains("AGAIN    x.ATest.wavers")
                .contains("3 tests, 0 failed, 1 skipped");
        assertThat(Files.readString(folder.resolve("builds")))
                .contains("-B -T 2 verify -Dsurefire.rerunFailingTestsCount=1 -Dspanflame.full=true -pl server");
        Outcome strict = run("test", "--no-skips");
        assertThat(strict.code()).isEqualTo(1);
        assertThat(strict.out()).contains("skipped for a missing toolchain");
    }

    @Test
    void endsWithTheCodeOfAFailedTestRun() throws Exception {
        jdk("good", "25");
        report("bad", """
                <testsuite name="a" tests="2" errors="0" skipped="0" failures="1">
                  <testcase name="breaks" classname="x.BTest">
                    <failure message="no">text</failure>
                  </testcase>
                </testsuite>""");
        Outcome outcome = run("test");
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.out()).contains("FAILED   x.BTest.breaks", "2 tests, 1 failed", "test.log");
    }

    /// A Maven whose `verify` leaves one report and ends well or badly.
    private void report(String ending, String xml) throws IOException {
        Path made = Files.writeString(folder.resolve("report.xml"), xml, StandardCharsets.UTF_8);
        script(folder.resolve("path/mvn"), """
                if [ "$1" = -v ]; then echo 'Apache Maven 3.9.9 (x)'; exit 0; fi
                echo "$*" >> '%s/builds'
                mkdir -p server/target/surefire-reports
                cat '%s' > server/target/surefire-reports/TEST-a.xml
                echo '[INFO] Building Spanflame server 0.1'
                [ %s = good ]""".formatted(folder, made, ending));
    }
}
