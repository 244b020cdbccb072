package dev.spanflame.tests.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.tests.simulation.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Results outlive the process that made them, and tell of what is wrong.
class ResultsFileTest {
    @TempDir
    Path folder;

    @Test
    void rounds_are_read_again_and_a_cut_line_is_left_out() throws IOException {
        Path file = folder.resolve("below").resolve("results.jsonl");
        Figures first = new Figures().add(Figures.ACKNOWLEDGED, 7).add("kills", 10);
        first.time("ready ms", 812);
        first.time("ready ms", 790);
        new ResultsFile(file).append(1, first);
        Files.writeString(file, "\n{\"round\":2,\"su", StandardOpenOption.APPEND);
        Figures third = new Figures();
        third.complain("span 3 has another name");
        new ResultsFile(file).append(3, third);

        Map<Long, Figures> rounds = new ResultsFile(file).read();
        assertThat(rounds).containsOnlyKeys(1L, 3L);
        Figures again = Objects.requireNonNull(rounds.get(1L));
        assertThat(again)
                .hasToString("acknowledged 7, readable 0, lost 0, doubled 0, wrong 0, kills 10,"
                        + " ready ms 790 / 812 / 812");
        assertThat(again.isSound()).isTrue();
        Figures complained = Objects.requireNonNull(rounds.get(3L));
        assertThat(complained.isSound()).isFalse();
        assertThat(complained.complaints()).containsExactly("span 3 has another name");
    }

    @Test
    void what_is_lost_doubled_or_never_sent_is_not_sound() {
        Ledger ledger = new Ledger("span");
        for (int i = 0; i < 4; i++) {
            ledger.acknowledge(ledger.next());
        }
        ledger.giveUp(4);
        Figures figures = new Figures();
        figures.add(ledger, List.of(1L, 2L, 2L, 9L));

        assertThat(figures).hasToString("acknowledged 3, readable 3, lost 1, doubled 1, wrong 1");
        assertThat(figures.complaints())
                .containsExactly(
                        "span 3 was acknowledged and is lost",
                        "span 9 is there and was never sent",
                        "span 2 is there more than once");
    }
}
