package dev.spanflame.generator.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.objectstore.disk.ForgetfulDisk;
import dev.spanflame.objectstore.disk.PowerCut;
import dev.spanflame.objectstore.disk.Survival;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiskQueueTest {
    private static final Path FOLDER = Path.of("/queue/tenant");

    private final ForgetfulDisk disk = new ForgetfulDisk();

    private static WriteRequest request(int number) {
        return new WriteRequest(number, new byte[] {(byte) number, 1, 2, 3, 4, 5, 6, 7, 8, 9});
    }

    /// The samples of all entries in their order; takes them out.
    private static List<Integer> drain(DiskQueue queue) throws IOException {
        List<Integer> samples = new ArrayList<>();
        for (DiskQueue.Entry entry = queue.peek(); entry != null; entry = queue.peek()) {
            assertThat(queue.read(entry)[0]).isEqualTo((byte) entry.samples());
            samples.add(entry.samples());
            assertThat(queue.remove(entry)).isTrue();
        }
        return samples;
    }

    @Test
    void what_came_first_goes_first_also_after_a_restart() throws IOException {
        DiskQueue queue = DiskQueue.open(disk, FOLDER, 1000);
        queue.add(List.of(request(1), request(2)));
        queue.add(List.of(request(3)));
        queue.remove(new DiskQueue.Entry(1, 1, 10));

        DiskQueue again = DiskQueue.open(disk, FOLDER, 1000);
        again.add(List.of(request(4)));

        assertThat(again.bytes()).isEqualTo(30);
        assertThat(drain(again)).containsExactly(2, 3, 4);
        assertThat(disk.list(FOLDER)).isEmpty();
    }

    @Test
    void the_oldest_make_room_and_are_counted() throws IOException {
        DiskQueue queue = DiskQueue.open(disk, FOLDER, 35);
        assertThat(queue.add(List.of(request(1), request(2), request(3)))).isZero();

        assertThat(queue.add(List.of(request(4), request(5)))).isEqualTo(1 + 2);

        assertThat(queue.bytes()).isEqualTo(30);
        assertThat(drain(queue)).containsExactly(3, 4, 5);
    }

    @Test
    void a_request_larger_than_all_room_is_kept_alone() throws IOException {
        DiskQueue queue = DiskQueue.open(disk, FOLDER, 5);

        assertThat(queue.add(List.of(request(1), request(2)))).isEqualTo(1);

        assertThat(drain(queue)).containsExactly(2);
    }

    @Test
    void an_entry_that_was_dropped_is_not_there_to_be_removed() throws IOException, InterruptedException {
        DiskQueue queue = DiskQueue.open(disk, FOLDER, 15);
        queue.add(List.of(request(1)));
        DiskQueue.Entry first = queue.await();
        queue.add(List.of(request(2)));

        assertThat(queue.remove(first)).isFalse();
        assertThat(drain(queue)).containsExactly(2);
    }

    @Test
    void what_was_added_survives_a_power_cut_at_any_time() throws IOException {
        for (long cut = 1; cut < 60; cut++) {
            ForgetfulDisk failing = new ForgetfulDisk();
            failing.faults().cutPowerAt(cut);
            List<Integer> added = new ArrayList<>();
            try {
                DiskQueue queue = DiskQueue.open(failing, FOLDER, 1000);
                for (int number = 1; number <= 5; number++) {
                    queue.add(List.of(request(number)));
                    added.add(number);
                }
            } catch (PowerCut _) {
                // what was added before has to be there
            }
            for (Survival survival : List.of(Survival.nothing(), Survival.everything(), Survival.names())) {
                List<Integer> found = drain(DiskQueue.open(failing.reboot(survival), FOLDER, 1000));
                assertThat(found).as("cut " + cut + " " + survival).hasSizeGreaterThanOrEqualTo(added.size());
                assertThat(found.subList(0, added.size())).isEqualTo(added);
            }
        }
    }
}
