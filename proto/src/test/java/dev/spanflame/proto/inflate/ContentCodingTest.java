package dev.spanflame.proto.inflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ContentCodingTest {
    @ParameterizedTest
    @CsvSource({
        "gzip,GZIP",
        "GZip,GZIP",
        "x-gzip,GZIP",
        "zstd,ZSTD",
        "deflate,DEFLATE",
        "zlib,DEFLATE",
        "identity,IDENTITY"
    })
    void knowsTheNamesOfCodings(String name, ContentCoding coding) {
        assertThat(ContentCoding.of(name)).isEqualTo(coding);
    }

    @Test
    void readsSeveralCodingsInTheOrderOfTheHeader() {
        assertThat(ContentCoding.parse("")).isEmpty();
        assertThat(ContentCoding.parse("identity")).isEmpty();
        assertThat(ContentCoding.parse("zstd, identity ,gzip")).containsExactly(ContentCoding.ZSTD, ContentCoding.GZIP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "snappy", "lz4", "gzip;q=1", "gzip, br", "gzip,gzip,gzip,gzip,gzip"})
    void refusesOthers(String header) {
        assertThatExceptionOfType(BackendException.class)
                .isThrownBy(() -> ContentCoding.parse(header))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.UNSUPPORTED_MEDIA));
    }

    @Test
    void saysWhatItUnderstands() {
        assertThatExceptionOfType(BackendException.class)
                .isThrownBy(() -> ContentCoding.parse("br"))
                .withMessage("content encoding 'br' is not supported; send gzip, zstd, deflate or identity");
    }

    @Test
    void recognisesGzipAndZstdByTheirFirstBytes() {
        byte[] gzip = {0, 0x1f, (byte) 0x8b, 8};
        byte[] zstd = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0};

        assertThat(ContentCoding.sniff(gzip, 1, 4)).isEqualTo(ContentCoding.GZIP);
        assertThat(ContentCoding.sniff(gzip, 0, 4)).isEqualTo(ContentCoding.IDENTITY);
        assertThat(ContentCoding.sniff(zstd, 0, 5)).isEqualTo(ContentCoding.ZSTD);
        assertThat(ContentCoding.sniff(zstd, 0, 3)).isEqualTo(ContentCoding.IDENTITY);
        assertThat(ContentCoding.sniff(new byte[0], 0, 0)).isEqualTo(ContentCoding.IDENTITY);
    }
}
