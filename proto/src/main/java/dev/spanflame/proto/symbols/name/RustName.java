package dev.spanflame.proto.symbols.name;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The older names of Rust: the parts of the path, and a hash behind them.
final class RustName {
    private static final int HASH = 17;
    private static final Map<String, String> ESCAPES =
            Map.of("SP", "@", "BP", "*", "RF", "&", "LT", "<", "GT", ">", "LP", "(", "RP", ")", "C", ",");

    private RustName() {}

    /// The path without its hash; empty where `name` is no such name.
    static Optional<String> read(String name) {
        if (!name.startsWith("_ZN")) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        int at = 3;
        while (at < name.length() && name.charAt(at) >= '0' && name.charAt(at) <= '9') {
            int length = 0;
            while (at < name.length() && name.charAt(at) >= '0' && name.charAt(at) <= '9') {
                length = Math.min(length * 10 + name.charAt(at++) - '0', name.length());
            }
            if (length > name.length() - at) {
                return Optional.empty();
            }
            parts.add(name.substring(at, at + length));
            at += length;
        }
        boolean ends = at < name.length() && name.charAt(at) == 'E' && parts.size() > 1;
        if (!ends || !isHash(parts.getLast())) {
            return Optional.empty();
        }
        return Optional.of(String.join(
                "::",
                parts.subList(0, parts.size() - 1).stream()
                        .map(RustName::unescaped)
                        .toList()));
    }

    private static boolean isHash(String part) {
        return part.length() == HASH
                && part.charAt(0) == 'h'
                && part.chars().skip(1).allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    /// `$LT$` and the like stand for what a linker does not take; `..` is `::`.
    private static String unescaped(String part) {
        String text = part.startsWith("_$") ? part.substring(1) : part;
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int end = text.charAt(at) == '$' ? text.indexOf('$', at + 1) : -1;
            String meaning = end < 0 ? "" : meaning(text.substring(at + 1, end));
            if (!meaning.isEmpty()) {
                out.append(meaning);
                at = end + 1;
            } else if (text.startsWith("..", at)) {
                out.append("::");
                at += 2;
            } else {
                out.append(text.charAt(at++));
            }
        }
        return out.toString();
    }

    private static String meaning(String escape) {
        if (escape.length() > 1 && escape.length() < 8 && escape.charAt(0) == 'u') {
            try {
                int point = Integer.parseInt(escape.substring(1), 16);
                return Character.isValidCodePoint(point) ? Character.toString(point) : "";
            } catch (NumberFormatException _) {
                return "";
            }
        }
        return ESCAPES.getOrDefault(escape, "");
    }
}
