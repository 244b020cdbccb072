package dev.spanflame.proto.symbols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.spanflame.model.BackendException;
import dev.spanflame.proto.symbols.DebugFile.Place;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that lie: whatever they say, reading them ends soon, in an answer or in one kind of error.
class HostileElfTest {
    private static final long LIMIT = 32 << 20;
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final List<Place> PLACES = places();

    @TempDir
    Path folder;

    private static List<Place> places() {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            places.add(new Place(0x1000 + i * 16L, i % 2 == 0));
        }
        return places;
    }

    /// Returns whether the file was read to its end.
    private static boolean read(byte[] bytes) {
        DebugFile file = new DebugFile(MemorySegment.ofArray(bytes), LIMIT);
        try {
            assertThat(file.frames(PLACES)).hasSize(PLACES.size());
            file.buildId();
            return true;
        } catch (BackendException e) {
            assertThat(e.reason()).isIn("malformed_elf", "malformed_encoding", "inflated_too_large", "inflate_ratio");
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-gdwarf-5", "-gdwarf-4", "-gdwarf-5 -gz"})
    void changed_bytes_never_do_harm(String flags) throws Exception {
        byte[] program = Files.readAllBytes(Programs.c(folder, ("-O2 " + flags).split(" ")));
        Random random = new Random(7);
        assertTimeoutPreemptively(SOON, () -> {
            int good = 0;
            for (int round = 0; round < 1_500; round++) {
                byte[] changed = program.clone();
                int changes = 1 + random.nextInt(20);
                int from = round % 3 == 0 ? changed.length * 3 / 4 : 0;
                for (int i = 0; i < changes; i++) {
                    changed[from + random.nextInt(changed.length - from)] = (byte) random.nextInt(256);
                }
                good += read(changed) ? 1 : 0;
            }
            assertThat(good).isPositive();
        });
    }

    @Test
    void a_file_that_ends_early_is_refused_or_read_as_far_as_it_goes() throws Exception {
        byte[] program = Files.readAllBytes(Programs.c(folder, "-O2", "-g"));
        assertTimeoutPreemptively(SOON, () -> {
            for (int length = 0; length < program.length; length += 97) {
                read(Arrays.copyOf(program, length));
            }
        });
    }

    @Test
    void what_is_no_elf_file_is_told_so() {
        DebugFile file = new DebugFile(MemorySegment.ofArray(new byte[100]), LIMIT);

        assertThatThrownBy(file::buildId).isInstanceOf(BackendException.class).hasMessageContaining("7f 45 4c 46");
    }

    @Test
    void numbers_of_sections_and_their_places_are_not_believed() {
        ByteBuffer header = header(64);
        header.putLong(40, Long.MAX_VALUE - 10);
        header.putShort(60, (short) 20);
        assertThat(read(header.array())).isFalse();

        ByteBuffer many = header(128);
        many.putLong(40, 64);
        many.putShort(60, (short) 0);
        many.putLong(64 + 32, 1L << 60);
        assertThat(read(many.array())).isFalse();
    }

    @Test
    void entries_that_lead_in_circles_end() throws Exception {
        Path source = Files.writeString(folder.resolve("circle.s"), """
                .text
                .globl circle
                .type circle, @function
                circle: .skip 0x2000
                .size circle, 0x2000
                .section .debug_abbrev,"",@progbits
                .uleb128 1, 0x11
                .byte 1
                .uleb128 0x11, 1, 0x12, 6, 0, 0
                .uleb128 2, 0x2e
                .byte 0
                .uleb128 0x11, 1, 0x12, 6, 0x31, 0x13, 0x1, 0x13, 0, 0
                .byte 0
                .section .debug_info,"",@progbits
                .long end - begin
                begin: .short 4
                .long 0
                .byte 8
                .uleb128 1
                .quad circle
                .long 0x2000
                first: .uleb128 2
                .quad circle
                .long 0x2000
                .long second - begin + 4
                .long first - begin + 4
                second: .uleb128 2
                .quad circle
                .long 0x2000
                .long first - begin + 4
                .long first - begin + 4
                .byte 0
                end:
                """);
        Path library = folder.resolve("circle.so");
        Programs.run(folder, List.of(Programs.tool("cc"), "-shared", "-o", library.toString(), source.toString()));

        assertTimeoutPreemptively(
                SOON, () -> assertThat(read(Files.readAllBytes(library))).isTrue());
    }

    private static ByteBuffer header(int size) {
        ByteBuffer header = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        header.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
        return header;
    }
}
