package dev.spanflame.proto.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SymbolNamesTest {
    @ParameterizedTest
    @CsvSource({
        "jdk/internal/reflect/GeneratedMethodAccessor77, jdk/internal/reflect/GeneratedMethodAccessor_",
        "jdk/internal/reflect/GeneratedMethodAccessorX, jdk/internal/reflect/GeneratedMethodAccessorX",
        "shop/Cart$$Lambda$14/0x0000000800c03000, shop/Cart$$Lambda_",
        "shop/Cart$$Lambda$14/88231, shop/Cart$$Lambda_",
        "shop/Cart$$Lambda.0x00007f31c0010ab0, shop/Cart$$Lambda_",
        "shop/Cart$$Lambda$669.0x0000000800fd7318, shop/Cart$$Lambda_",
        "shop/Cart$$Lambda12, shop/Cart$$Lambda_",
        "shop/Cart$$LambdaForm, shop/Cart$$LambdaForm",
        "$$Lambda$1/22, $$Lambda$1/22",
        "shop/Cart$$EnhancerBySpringCGLIB$$8a1f, shop/Cart$$EnhancerBySpringCGLIB$$_",
        "shop/Cart$Item, shop/Cart$Item",
        "/tmp/libzstd-jni-1.5.6-8123451234.so (deleted), libzstd-jni-_.so",
        "libzstd-jni.so, libzstd-jni.so",
        "./tmp/libamazonCorrettoCryptoProvider0123456789abcdef.so, libamazonCorrettoCryptoProvider_.so",
        "amazonCorrettoCryptoProviderNativeLibraries.0123456789abcdef/libcrypto.so, libamazonCorrettoCryptoProvider_.so",
        "libasyncProfiler-linux-x64-0123456789abcdef0123456789abcdef012345.so, libasyncProfiler-_.so",
        "libjvm.so, libjvm.so",
    })
    void takesOutWhatDiffersFromRunToRun(String name, String stable) {
        assertThat(SymbolNames.stable(name)).isEqualTo(stable);
    }
}
