package dev.spanflame.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The page of the agent has every setting with its other names, in the order of the code.
class ReferenceTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(spanflame\\.[a-z.]+)` \\| ([^|]*)\\|");

    @Test
    void the_page_has_all_settings() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("spanflame.root", ".."), "docs/reference/agent.md"));
        List<String> found = new ArrayList<>();
        Matcher matcher = ROW.matcher(page);
        while (matcher.find()) {
            found.add(matcher.group(1));
            Setting setting = Setting.of(matcher.group(1)).orElseThrow();
            assertThat(setting.aliases())
                    .allSatisfy(alias ->
                            assertThat(matcher.group(2)).as(setting.key()).contains("`" + alias + "`"));
        }
        List<String> expected = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            expected.add(setting.property());
        }

        assertThat(found).isEqualTo(expected);
    }
}
