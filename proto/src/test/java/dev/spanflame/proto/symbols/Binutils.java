package dev.spanflame.proto.symbols;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `nm` and `addr2line` say of a program.
final class Binutils {
    private static final Pattern SYMBOL = Pattern.compile("([0-9a-f]+) ([0-9a-f]+) [TtW] (.+)");
    private static final Pattern PLACE = Pattern.compile("(.*):(\\d+|\\?)( \\(discriminator \\d+\\))?");

    private Binutils() {}

    /// A function of a symbol table.
    record Symbol(long address, long size, String name) {}

    /// The functions of a program that have a size.
    static List<Symbol> symbols(Path folder, Path program) throws IOException, InterruptedException {
        List<Symbol> symbols = new ArrayList<>();
        for (String line : Programs.run(folder, List.of(Programs.tool("nm"), "-S", program.toString()))
                .split("\n")) {
            Matcher matcher = SYMBOL.matcher(line);
            if (matcher.matches()) {
                symbols.add(new Symbol(
                        Long.parseUnsignedLong(matcher.group(1), 16),
                        Long.parseUnsignedLong(matcher.group(2), 16),
                        matcher.group(3)));
            }
        }
        return symbols;
    }

    /// The calls at each address as `function file:line`, the innermost first, files without their
    /// folder.
    static Map<Long, List<String>> calls(Path folder, Path program, List<Long> addresses)
            throws IOException, InterruptedException {
        StringBuilder input = new StringBuilder();
        addresses.forEach(
                address -> input.append("0x").append(Long.toHexString(address)).append('\n'));
        List<String> command = List.of(Programs.tool("addr2line"), "-a", "-f", "-i", "-e", program.toString());
        String[] lines = Programs.run(folder, command, input.toString()).split("\n");
        Map<Long, List<String>> calls = new LinkedHashMap<>();
        List<String> current = new ArrayList<>();
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].startsWith("0x")) {
                current = new ArrayList<>();
                calls.put(Long.parseUnsignedLong(lines[i].substring(2), 16), current);
            } else {
                Matcher place = PLACE.matcher(lines[i + 1]);
                if (!place.matches()) {
                    throw new IOException("addr2line wrote " + lines[i + 1]);
                }
                String line = place.group(2).equals("?") ? "0" : place.group(2);
                current.add(call(lines[i], place.group(1), Long.parseLong(line)));
                i++;
            }
        }
        return calls;
    }

    /// The same form for frames.
    static List<String> calls(List<SourceFrame> frames) {
        return frames.stream()
                .map(frame -> call(frame.function(), frame.file(), frame.line()))
                .toList();
    }

    private static String call(String function, String file, long line) {
        String name = file.substring(file.lastIndexOf('/') + 1);
        return line == 0 || name.equals("??") ? function : function + " " + name + ":" + line;
    }
}
