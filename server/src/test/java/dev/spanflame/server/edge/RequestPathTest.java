package dev.spanflame.server.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.model.BackendException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestPathTest {
    @Test
    void decodesOnceAndKeepsTheQueryRaw() {
        assertThat(RequestPath.parse("/a%20b%2Fc/%C3%A4?x=%20&y")).isEqualTo(new RequestPath("/a b/c/ä", "x=%20&y"));
        assertThat(RequestPath.parse("//api/search?q=1")).isEqualTo(new RequestPath("/api/search", "q=1"));
        assertThat(RequestPath.parse("///api//tag/")).isEqualTo(new RequestPath("/api//tag/", ""));
        assertThat(RequestPath.parse("https://host?q=1")).isEqualTo(new RequestPath("/", ""));
        assertThat(RequestPath.parse("/%25")).isEqualTo(new RequestPath("/%", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "a",
                "/..",
                "/a/../b",
                "/%2e%2e",
                "/%2e",
                "/%5c..%5c",
                "/%00",
                "/%7f",
                "/%1b",
                "/%e4",
                "/%c0%ae%c0%ae",
                "/%",
                "/%1",
                "/%g0",
                "/%252E",
                "/%255c",
                "/x#y"
            })
    void refuses(String target) {
        assertThatThrownBy(() -> RequestPath.parse(target)).isInstanceOf(BackendException.class);
    }

    @Test
    void neverLetsAClimbingSegmentThrough() {
        Random random = new Random(7);
        String[] pieces = {"/", ".", "..", "%2e", "%2E", "%2f", "%5c", "\\", "a", "%25", "2e", "%", "%c0%ae", "?"};
        for (int i = 0; i < 20_000; i++) {
            StringBuilder target = new StringBuilder("/");
            for (int n = random.nextInt(8); n >= 0; n--) {
                target.append(pieces[random.nextInt(pieces.length)]);
            }
            try {
                String path = RequestPath.parse(target.toString()).path();
                assertThat(path.replace('\\', '/').split("/")).doesNotContain("..", ".");
            } catch (BackendException e) {
                assertThat(e.text()).contains("path");
            }
        }
    }
}
