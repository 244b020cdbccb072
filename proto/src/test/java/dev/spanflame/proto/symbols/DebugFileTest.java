package dev.spanflame.proto.symbols;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.proto.symbols.DebugFile.Place;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real programs of real compilers: each address must be what `addr2line` says it is.
class DebugFileTest {
    private static final long LIMIT = 256 << 20;
    private static final int MOST_ADDRESSES = 4_000;

    @TempDir
    Path folder;

    private static DebugFile open(Path file) throws IOException {
        return new DebugFile(MemorySegment.ofArray(Files.readAllBytes(file)), LIMIT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-O0 -gdwarf-2",
                "-O2 -gdwarf-3",
                "-O2 -gdwarf-4",
                "-O2 -gdwarf-5",
                "-O0 -gdwarf-5 -no-pie",
                "-O2 -gdwarf-5 -gz",
                "-O2 -gdwarf-4 -gz",
                "-O2 -g -ffunction-sections -fdebug-types-section",
                "-O2 -g1"
            })
    void every_address_of_a_c_program_is_what_addr2line_says(String flags) throws Exception {
        Path program = Programs.c(folder, flags.split(" "));

        assertSame(program, program, "");
    }

    @Test
    void a_file_with_symbols_alone_tells_as_much() throws Exception {
        Path program = Programs.c(folder, "-O2", "-g");
        Path symbols = folder.resolve("shop.debug");
        Programs.run(
                folder, List.of(Programs.tool("objcopy"), "--only-keep-debug", program.toString(), symbols.toString()));

        assertSame(program, symbols, "");
        assertThat(open(symbols).buildId()).isPresent().isEqualTo(open(program).buildId());
    }

    @Test
    void every_address_of_a_rust_program_is_what_addr2line_says() throws Exception {
        Path program = Programs.rust(folder);

        assertSame(program, program, "shop");
    }

    @Test
    void wide_offsets_tell_what_narrow_ones_tell() throws Exception {
        Path program = Programs.c(folder, "-O2", "-gdwarf-5");
        List<Place> places = places(program, "");
        List<List<SourceFrame>> narrow = open(program).frames(places);

        List<List<SourceFrame>> wide =
                open(Programs.c(folder, "-O2", "-gdwarf64", "-gdwarf-5")).frames(places);

        assertThat(narrow.stream().anyMatch(frames -> frames.size() == 3)).isTrue();
        assertThat(wide).isEqualTo(narrow);
    }

    /// Go's own tool tells the outer function and the line of the inner one.
    @Test
    void every_address_of_a_go_program_is_what_its_own_tool_says() throws Exception {
        Path program = Programs.go(folder);
        List<Place> places = places(program, "main.");
        StringBuilder input = new StringBuilder();
        places.forEach(place -> input.append(Long.toHexString(place.number())).append('\n'));
        List<String> tool = List.of(Programs.tool("go"), "tool", "addr2line", program.toString());
        String[] lines = Programs.run(folder, tool, input.toString()).split("\n");

        List<List<SourceFrame>> found = open(program).frames(places);

        assertThat(found.stream().anyMatch(frames -> frames.size() == 2)).isTrue();
        for (int i = 0; i < places.size(); i++) {
            List<SourceFrame> frames = found.get(i);
            assertThat(frames.getLast().function()).isEqualTo(lines[2 * i]);
            assertThat(frames.getFirst().file() + ":" + frames.getFirst().line())
                    .isEqualTo(lines[2 * i + 1]);
        }
    }

    /// What `addr2line` of Go says of the same program before it was stripped.
    @ParameterizedTest
    @ValueSource(strings = {"", "-buildmode=pie"})
    void a_stripped_go_program_still_knows_its_functions(String mode) throws Exception {
        String[] flags = mode.isEmpty() ? new String[0] : mode.split(" ");
        Path program = Programs.go(folder, flags);
        List<Place> places = places(program, "main.");
        List<List<SourceFrame>> known = open(program).frames(places);
        Path stripped = folder.resolve("stripped");
        Programs.run(
                folder, List.of(Programs.tool("strip"), "--strip-all", "-o", stripped.toString(), program.toString()));

        List<List<SourceFrame>> found = open(stripped).frames(places);

        int lines = 0;
        for (int i = 0; i < places.size(); i++) {
            assertThat(found.get(i)).hasSize(1);
            SourceFrame frame = found.get(i).getFirst();
            SourceFrame outer = known.get(i).getLast();
            assertThat(frame.function()).isEqualTo(outer.function());
            if (known.get(i).size() == 1) {
                assertThat(frame.file() + ":" + frame.line()).isEqualTo(outer.file() + ":" + outer.line());
                lines++;
            } else {
                assertThat(frame.line()).isZero();
            }
        }
        assertThat(lines).isPositive().isLessThan(places.size());
    }

    @Test
    void a_program_without_debugging_information_has_the_names_of_its_symbols() throws Exception {
        Path program = Programs.c(folder, "-O1");

        for (Binutils.Symbol symbol : Binutils.symbols(folder, program)) {
            Place place = new Place(symbol.address() + symbol.size() - 1, false);
            assertThat(open(program).frames(List.of(place)).getFirst())
                    .containsExactly(new SourceFrame(symbol.name(), "", 0, 0));
        }
    }

    @Test
    void a_stripped_library_has_the_names_it_exports() throws Exception {
        Path library = Programs.c(folder, "-O1", "-shared", "-fPIC");
        Binutils.Symbol symbol = Binutils.symbols(folder, library).stream()
                .filter(one -> one.name().equals("outer_function"))
                .findFirst()
                .orElseThrow();
        Programs.run(folder, List.of(Programs.tool("strip"), library.toString()));

        assertThat(open(library)
                        .frames(List.of(new Place(symbol.address() + 2, false)))
                        .getFirst())
                .containsExactly(new SourceFrame("outer_function", "", 0, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-no-pie", "-pie"})
    void an_offset_in_the_file_leads_to_the_same_function(String kind) throws Exception {
        Path program = Programs.c(folder, "-O1", "-g", kind);
        Binutils.Symbol symbol = Binutils.symbols(folder, program).stream()
                .filter(one -> one.name().equals("outer_function"))
                .findFirst()
                .orElseThrow();
        long base = kind.equals("-no-pie") ? 0x400000 : 0;

        List<SourceFrame> frames = open(program)
                .frames(List.of(new Place(symbol.address() - base, true)))
                .getFirst();

        assertThat(frames.getLast().function()).isEqualTo("outer_function");
        assertThat(frames.getLast().startLine()).isEqualTo(17);
    }

    @Test
    void an_address_outside_of_all_functions_has_no_frame() throws Exception {
        Path program = Programs.c(folder, "-g");

        assertThat(open(program).frames(List.of(new Place(0, false), new Place(-1, false), new Place(1L << 40, true))))
                .allMatch(List::isEmpty);
    }

    @Test
    void the_build_id_is_that_of_the_linker() throws Exception {
        Path program = Programs.c(folder, "-Wl,--build-id=0x00112233445566778899aabbccddeeff00112233");

        assertThat(open(program).buildId()).contains("00112233445566778899aabbccddeeff00112233");
    }

    /// All addresses of the functions whose names contain `name`.
    private List<Place> places(Path program, String name) throws Exception {
        List<Place> places = new ArrayList<>();
        for (Binutils.Symbol symbol : Binutils.symbols(folder, program)) {
            for (long at = 0; symbol.name().contains(name) && at < symbol.size(); at++) {
                places.add(new Place(symbol.address() + at, false));
            }
        }
        return places.subList(0, Math.min(places.size(), MOST_ADDRESSES));
    }

    private void assertSame(Path program, Path symbols, String name) throws Exception {
        List<Place> places = places(program, name);
        List<Long> addresses = places.stream().map(Place::number).toList();
        Map<Long, List<String>> expected = Binutils.calls(folder, program, addresses);
        List<List<SourceFrame>> found = open(symbols).frames(places);

        assertThat(addresses).isNotEmpty();
        for (int i = 0; i < addresses.size(); i++) {
            assertThat(Binutils.calls(found.get(i)))
                    .as("address 0x" + Long.toHexString(addresses.get(i)))
                    .isEqualTo(expected.get(addresses.get(i)));
        }
    }
}
