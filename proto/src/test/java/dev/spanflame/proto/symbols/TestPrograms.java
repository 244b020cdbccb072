package dev.spanflame.proto.symbols;

import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// A small program in C for the tests of other modules.
public final class TestPrograms {
    private TestPrograms() {}

    /// The program, its build id, and an address (also the offset in the file) in `outer_function`, where
    /// `inlined_once` is inlined and `innermost` in that.
    public record Built(Path file, String buildId, long inlined) {}

    /// Compiles it into `folder`; where there is no compiler the test is skipped.
    public static Built c(Path folder) throws Exception {
        String id = "00112233445566778899aabbccddeeff00112233";
        Path file = Programs.c(folder, "-O2", "-g", "-shared", "-fPIC", "-Wl,--build-id=0x" + id);
        Binutils.Symbol outer = Binutils.symbols(folder, file).stream()
                .filter(symbol -> symbol.name().equals("outer_function"))
                .findFirst()
                .orElseThrow();
        DebugFile debug = new DebugFile(MemorySegment.ofArray(Files.readAllBytes(file)), 64 << 20);
        for (long at = outer.address(); at < outer.address() + outer.size(); at++) {
            if (debug.frames(List.of(new DebugFile.Place(at, false))).getFirst().size() == 3) {
                return new Built(file, id, at);
            }
        }
        throw new IllegalStateException("the compiler inlined nothing into outer_function");
    }

    /// Small libraries with and without debugging information, of several versions of DWARF; where there is no
    /// compiler the test is skipped.
    public static List<byte[]> libraries(Path folder) throws Exception {
        List<byte[]> libraries = new ArrayList<>();
        for (String flags : List.of(
                "-O2 -gdwarf-5",
                "-O2 -gdwarf-4 -gz",
                "-O1 -gdwarf-2 -Wl,--build-id=sha1",
                "-O1 -g -ffunction-sections -fdebug-types-section",
                "-O1")) {
            libraries.add(Files.readAllBytes(Programs.c(folder, ("-shared -fPIC " + flags).split(" "))));
        }
        return libraries;
    }

    /// A stripped program in Go, which knows its functions all the same; where there is no Go the test is skipped.
    public static byte[] strippedGo(Path folder) throws Exception {
        return Files.readAllBytes(Programs.go(folder, "-ldflags=-s -w"));
    }

    /// Functions of a program in C++ that uses much of the standard library: the linker's names, and
    /// what `c++filt` makes of them without parameters and arguments of templates.
    public static Map<String, String> cppNames(Path folder) throws Exception {
        Path program = Programs.cpp(folder);
        Set<String> linked = new TreeSet<>();
        Binutils.symbols(folder, program).forEach(symbol -> linked.add(symbol.name()));
        linked.removeIf(name -> !name.startsWith("_Z") || name.contains("."));
        List<String> names = List.copyOf(linked);
        String[] readable = Programs.run(
                        folder, List.of(Programs.tool("c++filt"), "-p"), String.join("\n", names) + "\n")
                .split("\n");
        Map<String, String> found = new TreeMap<>();
        for (int i = 0; i < readable.length; i++) {
            found.put(names.get(i), withoutArguments(readable[i]));
        }
        // what it says of lambdas, operators and inherited constructors has another form
        found.values().removeIf(name -> name.contains("lambda") || name.contains("operator"));
        found.keySet().removeIf(name -> name.contains("CI1") || name.contains("CI2"));
        return found;
    }

    /// Functions of a program in Rust whose names are those of scheme v0, and what `c++filt` makes of them without
    /// hashes of crates and arguments of generics.
    public static Map<String, String> rustNames(Path folder) throws Exception {
        Path program = Programs.rust(folder, "-Csymbol-mangling-version=v0");
        Set<String> linked = new TreeSet<>();
        Binutils.symbols(folder, program).forEach(symbol -> linked.add(symbol.name()));
        linked.removeIf(name -> !name.startsWith("_R"));
        List<String> names = List.copyOf(linked);
        String[] readable = Programs.run(
                        folder, List.of(Programs.tool("c++filt"), "-s", "rust"), String.join("\n", names) + "\n")
                .split("\n");
        Map<String, String> found = new TreeMap<>();
        for (int i = 0; i < readable.length; i++) {
            found.put(names.get(i), withoutGenerics(readable[i].replaceAll("\\[[0-9a-f]+\\](?=::|>|$| )", "")));
        }
        return found;
    }

    /// Leaves out `<...>` and `::<...>` behind a name, and keeps those that a name begins with.
    private static String withoutGenerics(String name) {
        StringBuilder out = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            char before = i == 0 ? ' ' : name.charAt(i - 1);
            boolean arrow = c == '>' && before == '-';
            boolean begins = c == '<' && (depth > 0 || before == ':' || Character.isJavaIdentifierPart(before));
            if (begins) {
                if (depth == 0 && before == ':') {
                    out.setLength(out.length() - 2);
                }
                depth++;
            } else if (c == '>' && depth > 0 && !arrow) {
                depth--;
            } else if (depth == 0) {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static String withoutArguments(String name) {
        String hidden = "(anonymous namespace)";
        String text = name.replace(hidden, "#");
        StringBuilder out = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '<' || c == '(' ? 1 : 0;
            if (depth == 0) {
                out.append(c);
            }
            depth -= c == '>' || c == ')' ? 1 : 0;
        }
        return out.toString().replace("#", hidden);
    }
}
