package dev.spanflame.agent.convert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Names that would be without number.
class NamesTest {
    @Test
    void of_a_million_names_of_spans_ten_thousand_are_kept() {
        SpanNames names = new SpanNames();
        for (int i = 0; i < 1_000_000; i++) {
            String label = names.label("GET /item/" + i);
            assertThat(label).isEqualTo(i < SpanNames.MAX ? "GET /item/" + i : SpanNames.OTHER);
        }

        assertThat(names.size()).isEqualTo(SpanNames.MAX);
        assertThat(names.label("GET /item/42")).isEqualTo("GET /item/42");
    }

    @ParameterizedTest
    @CsvSource({
        "a/Shop, a/Shop",
        "a/Shop$Item, a/Shop$Item",
        "a/Shop$$Lambda$14, a/Shop$$Lambda_",
        "a/Shop$$Lambda$14/0x0000000800c3d440, a/Shop$$Lambda_",
        "a/Shop$$Lambda.0x00007f1c8c0a3000, a/Shop$$Lambda_",
        "a/Shop$$Lambda/0x00007f1c8c0a3000, a/Shop$$Lambda_",
        "a/Shop$$Lambda$87+0x00007f4619017220/399573350, a/Shop$$Lambda_",
        "a.Shop$$Lambda/0x00007f1c8c0a3000, a/Shop$$Lambda_",
        "java.lang.invoke.LambdaForm$DMH/0x00007f1c8c0a3000, java/lang/invoke/LambdaForm$DMH/0x00007f1c8c0a3000",
        "libjvm.so, libjvm.so",
        "libc.so.6, libc.so.6",
        "a/Shop$$Lambda, a/Shop$$Lambda_",
        "a/Shop$$EnhancerBySpringCGLIB$$1a2b3c4d, a/Shop$$EnhancerBySpringCGLIB$$_",
        "jdk/internal/reflect/GeneratedMethodAccessor71, jdk/internal/reflect/GeneratedMethodAccessor_",
        "a/Shop$$Proxy12, a/Shop$$Proxy12",
    })
    void numbers_a_jvm_gives_are_taken_out(String type, String stable) {
        assertThat(FunctionNames.stable(type)).isEqualTo(stable);
    }
}
