package dev.spanflame.proto.symbols;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.proto.symbols.DebugFile.Place;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Programs whose debugging information lies in part in another file, which is not read: what they hold themselves
/// is told, and nothing is made up.
class SymbolsElsewhereTest {
    private static final String ABSTRACT_ORIGIN = ".uleb128 0x31";
    private static final String REF4 = ".uleb128 0x13";
    private static final String GNU_REF_ALT = ".uleb128 0x1f20";

    @TempDir
    Path folder;

    @Test
    void split_dwarf_leaves_the_functions_of_the_symbol_table_with_lines() throws Exception {
        Path program = Programs.c(folder, "-O2", "-gdwarf-5", "-gsplit-dwarf");

        assertThat(linesOfFunctions(program)).isPositive();
    }

    @Test
    void split_dwarf_of_version_4_leaves_as_much() throws Exception {
        Path program = Programs.c(folder, "-O2", "-gdwarf-4", "-gsplit-dwarf");

        assertThat(linesOfFunctions(program)).isPositive();
    }

    @Test
    void inlined_functions_whose_names_lie_in_a_file_of_dwz_are_left_out() throws Exception {
        Path program = withOriginsElsewhere();

        assertThat(linesOfFunctions(program)).isPositive();
    }

    /// How many places have a line; each has one frame, named as the symbol.
    private int linesOfFunctions(Path program) throws Exception {
        DebugFile file = new DebugFile(MemorySegment.ofArray(Files.readAllBytes(program)), 1 << 20);
        int lines = 0;
        for (Binutils.Symbol symbol : Binutils.symbols(folder, program)) {
            for (long at = 0; symbol.name().contains("_function") && at < symbol.size(); at++) {
                List<SourceFrame> frames = file.frames(List.of(new Place(symbol.address() + at, false)))
                        .getFirst();
                assertThat(frames).hasSize(1);
                assertThat(frames.getFirst().function()).isNotEmpty().isSubstringOf(symbol.name());
                lines += frames.getFirst().line() > 0 ? 1 : 0;
            }
        }
        return lines;
    }

    /// A program as `dwz` leaves it: what inlined calls come from is in another file.
    private Path withOriginsElsewhere() throws IOException, InterruptedException {
        Path assembly = Programs.c(folder, "-O2", "-gdwarf-4", "-S");
        String text = Files.readString(assembly);
        String moved = text.replaceAll(
                ABSTRACT_ORIGIN + "([ \\t].*)?\\n\\s*" + REF4 + "([ \\t].*)?\\n",
                "\t" + ABSTRACT_ORIGIN + "\n\t" + GNU_REF_ALT + "\n");
        assertThat(moved).isNotEqualTo(text);
        Path changed = Files.writeString(folder.resolve("changed.s"), moved);
        Path program = folder.resolve("changed");
        Programs.run(folder, List.of(Programs.tool("cc"), "-o", program.toString(), changed.toString()));
        return program;
    }
}
