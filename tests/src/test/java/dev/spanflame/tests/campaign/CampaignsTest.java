package dev.spanflame.tests.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.tests.syscalls.BlockDamageCampaign;
import dev.spanflame.tests.syscalls.SyscallCampaign;
import dev.spanflame.tests.syscalls.WalDamageCampaign;
import dev.spanflame.tests.system.QuietLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A round or two of each campaign.
@ExtendWith(QuietLog.class)
class CampaignsTest {
    private static final int SYSCALLS = 2;
    private static final int DAMAGES = 25;

    @TempDir
    Path folder;

    @Test
    void a_system_call_that_fails_or_kills_costs_nothing_that_was_acknowledged()
            throws IOException, InterruptedException {
        SyscallCampaign campaign = new SyscallCampaign(folder.resolve("place"));
        Random random = new Random(20261121);
        Figures sum = new Figures();
        for (int i = 0; i < SYSCALLS; i++) {
            long round = 1L + random.nextInt((int) campaign.rounds());
            sum.add(campaign.round(round, Files.createDirectories(folder.resolve("round-" + round))));
        }
        assertSound(sum);
        assertThat(sum.sum("hit")).as(sum.toString()).isGreaterThanOrEqualTo(2 * SYSCALLS);
    }

    @Test
    void a_full_disk_refuses_and_loses_nothing() throws IOException, InterruptedException {
        assertSound(new DiskCampaign().round(2, folder));
    }

    @Test
    void two_processes_that_merge_the_same_blocks_lose_and_double_nothing_when_one_stands_still()
            throws IOException, InterruptedException {
        Figures figures = new StoppedCampaign(1, 2_000).round(1, folder);
        assertSound(figures);
        assertThat(figures.sum("merges")).as(figures.toString()).isPositive();
    }

    @Test
    void a_bucket_that_is_gone_for_a_while_costs_a_refusal_and_no_data() throws IOException, InterruptedException {
        Figures figures = new BucketCampaign(2_000).round(5, folder);
        assertSound(figures);
        assertThat(figures.sum("large spans taken while down"))
                .as(figures.toString())
                .isPositive();
    }

    @Test
    void damaged_logs_give_back_what_is_whole() throws IOException {
        Figures sum = rounds(new WalDamageCampaign()::round);
        assertSound(sum);
        assertThat(sum.sum("destroyed")).as(sum.toString()).isPositive();
    }

    @Test
    void damaged_blocks_are_told_of_and_never_answered_from() throws IOException {
        Figures sum = rounds(new BlockDamageCampaign()::round);
        assertSound(sum);
        assertThat(sum.sum("readers told")).as(sum.toString()).isPositive();
    }

    private interface Damage {
        Figures round(long number, Path folder) throws IOException;
    }

    private Figures rounds(Damage damage) throws IOException {
        Figures sum = new Figures();
        for (int round = 1; round <= DAMAGES; round++) {
            sum.add(damage.round(round, Files.createDirectories(folder.resolve("round-" + round))));
        }
        return sum;
    }

    private static void assertSound(Figures figures) {
        assertThat(figures.isSound())
                .as(figures + "\n" + String.join("\n", figures.complaints()))
                .isTrue();
        assertThat(figures.sum(Figures.ACKNOWLEDGED)).as(figures.toString()).isPositive();
    }
}
