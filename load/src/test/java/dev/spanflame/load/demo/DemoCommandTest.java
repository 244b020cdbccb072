package dev.spanflame.load.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.proto.google.v1.Function;
import dev.spanflame.proto.google.v1.Location;
import dev.spanflame.proto.google.v1.Profile;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

@Timeout(120)
final class DemoCommandTest {
    private static final Path AGENT =
            Path.of(System.getProperty("spanflame.root", ".."), "agent/target/spanflame-agent.jar");

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @Test
    void showsATraceAndAFlameGraphOfTheShopAndEnds() throws Exception {
        try (ShopBackend backend = new ShopBackend()) {
            List<String> given = new ArrayList<>();
            int status = run(
                    arguments -> {
                        given.addAll(arguments);
                        return backend.addresses();
                    },
                    "--once",
                    "--visits=30",
                    "--store=/tmp/x",
                    "--config",
                    "y.yaml");
            assertThat(text())
                    .contains("Trace ")
                    .contains("POST /shop/checkout")
                    .contains("└─ ");
            assertThat(text()).contains("100.0 %  └─ PriceCalculator.discount").contains("2.00 s of CPU time");
            assertThat(text()).contains(backend.addresses().query().toString());
            assertThat(status).isZero();
            assertThat(given).containsExactly("--store=/tmp/x", "--config", "y.yaml");
            assertThat(spansBy("dev/spanflame/load/shop/ProductSearch.", backend))
                    .isNotEmpty();
            Set<String> pricing = spansBy("dev/spanflame/load/shop/PriceCalculator.", backend);
            assertThat(ids(backend.spans("checkout", true))).containsAnyElementsOf(pricing);
            assertThat(ids(backend.spans("checkout", false))).doesNotContainAnyElementsOf(pricing);
            assertThat(backend.spans("checkout", true)).allMatch(DemoCommandTest::leadsToItsProfile);
        }
    }

    @Test
    void saysWhatIsMissingWhenTimeIsUp() throws Exception {
        try (ShopBackend backend = new ShopBackend()) {
            ServerAddresses real = backend.addresses();
            ServerAddresses wrong = new ServerAddresses(
                    real.otlpGrpc(), real.otlpHttp(), real.query().resolve("/nothing"), real.pyroscope());
            assertThat(run(_ -> wrong, "--once", "--seconds=1")).isEqualTo(1);
            assertThat(text()).contains("there was not a trace within 1 s: status 404");
        }
    }

    @Test
    void saysWhyTheServerCannotStart() {
        int status = run(_ -> {
            throw new IOException("port 4317 is taken");
        });
        assertThat(status).isEqualTo(1);
        assertThat(text()).contains("port 4317 is taken");
    }

    private int run(ServerStarter starter, String... arguments) {
        PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
        return new CommandLine(new DemoCommand(starter, AGENT, out)).execute(arguments);
    }

    private String text() {
        return output.toString(StandardCharsets.UTF_8);
    }

    /// The spans in which samples were taken of functions whose name begins so.
    private static Set<String> spansBy(String function, ShopBackend backend) {
        Set<String> spans = new HashSet<>();
        for (Profile profile : backend.profiles()) {
            List<String> texts = profile.getStringTableList();
            Set<Long> functions = profile.getFunctionList().stream()
                    .filter(each -> texts.get((int) each.getName()).startsWith(function))
                    .map(Function::getId)
                    .collect(Collectors.toSet());
            Set<Long> locations = profile.getLocationList().stream()
                    .filter(each -> functions.contains(each.getLine(0).getFunctionId()))
                    .map(Location::getId)
                    .collect(Collectors.toSet());
            profile.getSampleList().stream()
                    .filter(sample -> sample.getLocationIdList().stream().anyMatch(locations::contains))
                    .flatMap(sample -> sample.getLabelList().stream())
                    .filter(label -> texts.get((int) label.getKey()).equals("span_id"))
                    .forEach(label -> spans.add(texts.get((int) label.getStr())));
        }
        return spans;
    }

    private static Set<String> ids(List<Span> spans) {
        return spans.stream().map(DemoCommandTest::id).collect(Collectors.toSet());
    }

    private static String id(Span span) {
        return HexFormat.of().formatHex(span.getSpanId().toByteArray());
    }

    private static boolean leadsToItsProfile(Span span) {
        return span.getAttributesList().stream()
                .anyMatch(attribute -> attribute.getKey().equals("pyroscope.profile.id")
                        && attribute.getValue().getStringValue().equals(id(span)));
    }
}
