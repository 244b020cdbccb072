package dev.spanflame.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.objectstore.RetryPolicy;
import dev.spanflame.objectstore.S3Access;
import dev.spanflame.objectstore.S3Access.Addressing;
import dev.spanflame.objectstore.S3Keys;
import io.minio.Http;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class S3AddressTest {
    private static S3Access access(String endpoint, String region, Addressing addressing) {
        return new S3Access(
                Optional.of(endpoint).filter(text -> !text.isEmpty()).map(URI::create),
                Optional.of(region).filter(text -> !text.isEmpty()),
                addressing,
                new S3Keys.Discovered(),
                RetryPolicy.standard());
    }

    private static String url(S3Access access, Map<String, String> environment) throws Exception {
        S3Address address = S3Address.of(access, environment);
        return address.base()
                .buildUrl(Http.Method.GET, "bucket", "a/ü x", address.region(), null)
                .toString();
    }

    @Test
    void amazonIsTheDefaultAndTakesTheBucketIntoTheHost() throws Exception {
        assertThat(url(S3Access.standard(), Map.of()))
                .isEqualTo("https://bucket.s3.us-east-1.amazonaws.com/a/%C3%BC%20x");
        assertThat(url(access("", "eu-west-1", Addressing.PATH), Map.of()))
                .isEqualTo("https://s3.eu-west-1.amazonaws.com/bucket/a/%C3%BC%20x");
    }

    @Test
    void otherEndpointsTakeItIntoThePathUnlessToldOtherwise() throws Exception {
        assertThat(url(access("http://minio:9000", "", Addressing.AUTO), Map.of()))
                .isEqualTo("http://minio:9000/bucket/a/%C3%BC%20x");
        assertThat(url(access("http://minio:9000", "", Addressing.VIRTUAL_HOST), Map.of()))
                .isEqualTo("http://bucket.minio:9000/a/%C3%BC%20x");
    }

    @Test
    void theRegionIsTheConfiguredOneElseTheEndpointsElseTheEnvironments() {
        Map<String, String> environment = Map.of("AWS_REGION", "ap-south-1");
        String amazon = "https://s3.eu-central-1.amazonaws.com";
        assertThat(S3Address.of(access(amazon, "us-west-2", Addressing.AUTO), environment)
                        .region())
                .isEqualTo("us-west-2");
        assertThat(S3Address.of(access(amazon, "", Addressing.AUTO), environment)
                        .region())
                .isEqualTo("eu-central-1");
        assertThat(S3Address.of(access("http://minio:9000", "", Addressing.AUTO), environment)
                        .region())
                .isEqualTo("ap-south-1");
        assertThat(S3Address.of(access("http://minio:9000", "", Addressing.AUTO), Map.of())
                        .region())
                .isEqualTo("us-east-1");
    }

    @Test
    void anEndpointThatIsNoneIsRefusedWithWhatIsExpected() {
        for (String endpoint : new String[] {"minio:9000", "ftp://minio", "http://minio:9000/path"}) {
            assertThatThrownBy(() -> S3Address.of(access(endpoint, "", Addressing.AUTO), Map.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(endpoint)
                    .hasMessageContaining("http://host:port");
        }
    }
}
