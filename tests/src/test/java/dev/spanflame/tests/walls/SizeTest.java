package dev.spanflame.tests.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Files, methods and packages stay small enough to be read at one sitting.
class SizeTest {
    private static final int FILE_LINES = 500;
    private static final int METHOD_LINES = 80;
    private static final int PARAMETERS = 5;
    private static final int PACKAGE_FILES = 25;

    /// Kernels whose state is in local variables for speed, and what wires many parts. A line that is no longer
    /// needed makes the test fail.
    private static final List<String> ALLOWED = List.of(
            "block/src/main/java/dev/spanflame/block/column/IndexSort.java merge",
            "block/src/main/java/dev/spanflame/block/trace/build/ElementEquality.java same",
            "block/src/main/java/dev/spanflame/block/trace/store/read/RestSource.java load",
            "block/src/main/java/dev/spanflame/block/trace/store/read/StoredTable.java <init>",
            "block/src/main/java/dev/spanflame/block/trace/store/read/StoredTable.java ofElements",
            "block/src/main/java/dev/spanflame/block/trace/store/write/SpanIdentity.java isSameElements",
            "proto/src/main/java/dev/spanflame/proto/edge/RpcMethod.java unary",
            "proto/src/main/java/dev/spanflame/proto/inflate/DeflateInflater.java run",
            "querier/src/test/java/dev/spanflame/querier/tempo/Shop.java span",
            "server/src/main/java/dev/spanflame/server/http/NettyExchange.java <init>");

    @Test
    void files_are_short() {
        List<String> violations = SourceFile.all().stream()
                .filter(source -> source.lines() > FILE_LINES)
                .map(source -> source.path() + " has " + source.lines() + " lines")
                .toList();

        assertThat(violations).isEmpty();
    }

    @Test
    void packages_have_few_files() {
        Map<String, Long> files = SourceFile.all().stream()
                .filter(source -> !source.path().endsWith("package-info.java"))
                .collect(Collectors.groupingBy(SourceFile::folder, Collectors.counting()));
        files.values().removeIf(count -> count <= PACKAGE_FILES);

        assertThat(files).isEmpty();
    }

    @Test
    void methods_are_short_and_take_few_parameters() {
        List<String> violations = Method.all().stream()
                .filter(method -> method.lines() > METHOD_LINES || method.parameters() > PARAMETERS)
                .map(Method::toString)
                .toList();

        assertThat(violations).containsExactlyInAnyOrderElementsOf(ALLOWED);
    }
}
