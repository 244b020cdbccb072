package dev.spanflame.proto.symbols.name;

import java.net.IDN;
import java.util.Map;
import java.util.Optional;

/// Names of Rust's scheme v0 (RFC 2603), without the arguments of generics: `_RNvC3foo3bar` is `foo::bar`.
///
/// Reading takes steps in proportion to the length of the name, but where parts refer to others before them; their
/// number is bounded.
final class RustV0Name {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_STEPS = 4_000;
    private static final int MAX_TEXT = 1 << 13;
    private static final Map<Character, String> BASIC = Map.ofEntries(
            Map.entry('a', "i8"),
            Map.entry('b', "bool"),
            Map.entry('c', "char"),
            Map.entry('d', "f64"),
            Map.entry('e', "str"),
            Map.entry('f', "f32"),
            Map.entry('h', "u8"),
            Map.entry('i', "isize"),
            Map.entry('j', "usize"),
            Map.entry('l', "i32"),
            Map.entry('m', "u32"),
            Map.entry('n', "i128"),
            Map.entry('o', "u128"),
            Map.entry('p', "_"),
            Map.entry('s', "i16"),
            Map.entry('t', "u16"),
            Map.entry('u', "()"),
            Map.entry('v', "..."),
            Map.entry('x', "i64"),
            Map.entry('y', "u64"),
            Map.entry('z', "!"));

    private final String text;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private int depth;
    private int steps;
    private int silent;

    private RustV0Name(String text) {
        this.text = text;
    }

    /// What ends the reading of a name that is none; carries nothing.
    private static final class NoName extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoName() {
            super(null, null, false, false);
        }
    }

    /// The path; empty where `name` is no such name.
    static Optional<String> read(String name) {
        if (!name.startsWith("_R") || name.length() < 4 || isDigit(name.charAt(2))) {
            return Optional.empty();
        }
        RustV0Name reader = new RustV0Name(name.substring(2));
        try {
            reader.path();
            if (reader.hasMore() && isUpper(reader.peek())) {
                reader.quietly(reader::path);
            }
            return reader.ended();
        } catch (NoName _) {
            return Optional.empty();
        }
    }

    /// What compilers put behind, such as `.cold`, stays; what LLVM makes unique does not.
    private Optional<String> ended() {
        String rest = text.substring(at);
        if (rest.isEmpty() || rest.startsWith(".llvm.")) {
            return Optional.of(out.toString());
        }
        return rest.charAt(0) == '.' || rest.charAt(0) == '$' ? Optional.of(out + rest) : Optional.empty();
    }

    private void path() {
        enter();
        char kind = next();
        switch (kind) {
            case 'C' -> put(identifier().name());
            case 'M' -> implementation(false, true);
            case 'X' -> implementation(true, true);
            case 'Y' -> implementation(true, false);
            case 'N' -> nested(next());
            case 'I' -> {
                path();
                quietly(() -> list(this::argument));
            }
            case 'B' -> back(this::path);
            default -> throw new NoName();
        }
        depth--;
    }

    private void implementation(boolean ofTrait, boolean placed) {
        if (placed) {
            quietly(() -> {
                disambiguator();
                path();
            });
        }
        put("<");
        type();
        if (ofTrait) {
            put(" as ");
            path();
        }
        put(">");
    }

    private void nested(char namespace) {
        path();
        Identifier last = identifier();
        if (namespace >= 'a' && namespace <= 'z') {
            put(last.name().isEmpty() ? "" : "::" + last.name());
        } else if (isUpper(namespace)) {
            String kind = switch (namespace) {
                case 'C' -> "closure";
                case 'S' -> "shim";
                default -> String.valueOf(namespace);
            };
            put("::{" + kind + (last.name().isEmpty() ? "" : ":" + last.name()) + "#"
                    + Long.toUnsignedString(last.number()) + "}");
        } else {
            throw new NoName();
        }
    }

    private void argument() {
        if (take('L')) {
            base62();
        } else if (take('K')) {
            constant();
        } else {
            type();
        }
    }

    private void type() {
        enter();
        char kind = next();
        String basic = BASIC.get(kind);
        if (basic != null) {
            put(basic);
        } else {
            compound(kind);
        }
        depth--;
    }

    private void compound(char kind) {
        switch (kind) {
            case 'R' -> reference("&");
            case 'Q' -> reference("&mut ");
            case 'P' -> pointer("*const ");
            case 'O' -> pointer("*mut ");
            case 'A' -> {
                put("[");
                type();
                put("; ");
                constant();
                put("]");
            }
            case 'S' -> {
                put("[");
                type();
                put("]");
            }
            case 'T' -> tuple();
            case 'F' -> function();
            case 'D' -> object();
            case 'B' -> back(this::type);
            default -> {
                at--;
                path();
            }
        }
    }

    private void reference(String sign) {
        if (take('L')) {
            base62();
        }
        pointer(sign);
    }

    private void pointer(String sign) {
        put(sign);
        type();
    }

    private void tuple() {
        put("(");
        int count = 0;
        while (!take('E')) {
            put(count++ == 0 ? "" : ", ");
            type();
        }
        put(count == 1 ? ",)" : ")");
    }

    private void function() {
        binder();
        put(take('U') ? "unsafe " : "");
        if (take('K')) {
            put("extern \"" + (take('C') ? "C" : identifier().name().replace('_', '-')) + "\" ");
        }
        put("fn(");
        int count = 0;
        while (!take('E')) {
            put(count++ == 0 ? "" : ", ");
            type();
        }
        put(")");
        if (!take('u')) {
            put(" -> ");
            type();
        }
    }

    private void object() {
        put("dyn ");
        binder();
        int count = 0;
        while (!take('E')) {
            put(count++ == 0 ? "" : " + ");
            path();
            while (take('p')) {
                quietly(() -> {
                    identifier();
                    type();
                });
            }
        }
        if (!take('L')) {
            throw new NoName();
        }
        base62();
    }

    private void binder() {
        if (take('G')) {
            base62();
        }
    }

    private void constant() {
        enter();
        char kind = next();
        switch (kind) {
            case 'p' -> put("_");
            case 'B' -> back(this::constant);
            case 'b' -> put(hexadecimal().equals("1") ? "true" : "false");
            case 'a', 's', 'l', 'x', 'n', 'i', 'h', 't', 'm', 'y', 'o', 'j' -> {
                put(take('n') ? "-" : "");
                String digits = hexadecimal();
                put(
                        digits.length() > 16
                                ? "0x" + digits
                                : Long.toUnsignedString(Long.parseUnsignedLong("0" + digits, 16)));
            }
            default -> throw new NoName();
        }
        depth--;
    }

    private String hexadecimal() {
        int from = at;
        while (Character.digit(peek(), 16) >= 0) {
            at++;
        }
        String digits = text.substring(from, at);
        if (!take('_')) {
            throw new NoName();
        }
        return digits;
    }

    @FunctionalInterface
    private interface Part {
        void read();
    }

    private void list(Part part) {
        while (!take('E')) {
            part.read();
        }
    }

    /// Reads a part that is not shown.
    private void quietly(Part part) {
        silent++;
        part.read();
        silent--;
    }

    /// A part that stands further in front.
    private void back(Part part) {
        int from = at - 1;
        long target = base62();
        if (target < 0 || target >= from) {
            throw new NoName();
        }
        if (silent == 0) {
            int behind = at;
            at = (int) target;
            part.read();
            at = behind;
        }
    }

    private record Identifier(String name, long number) {}

    private long disambiguator() {
        return take('s') ? base62() + 1 : 0;
    }

    private Identifier identifier() {
        long number = disambiguator();
        boolean coded = take('u');
        int length = 0;
        if (!isDigit(peek())) {
            throw new NoName();
        }
        if (!take('0')) {
            while (hasMore() && isDigit(peek())) {
                length = Math.min(text.length() + 1, length * 10 + next() - '0');
            }
        }
        take('_');
        if (length > text.length() - at) {
            throw new NoName();
        }
        String name = text.substring(at, at + length);
        at += length;
        return new Identifier(coded ? decoded(name) : name, number);
    }

    /// Rust writes Punycode with an underscore for the hyphen.
    private static String decoded(String name) {
        int last = name.lastIndexOf('_');
        String plain = last < 0 ? name : name.substring(0, last) + '-' + name.substring(last + 1);
        try {
            String read = IDN.toUnicode("xn--" + plain, IDN.ALLOW_UNASSIGNED);
            return read.startsWith("xn--") ? name : read;
        } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
            return name;
        }
    }

    /// A number of 64 bits without a sign; what is above is lost.
    private long base62() {
        if (take('_')) {
            return 0;
        }
        long value = 0;
        while (true) {
            char c = next();
            if (c == '_') {
                return value + 1;
            }
            int digit = isDigit(c) ? c - '0' : c >= 'a' && c <= 'z' ? c - 'a' + 10 : isUpper(c) ? c - 'A' + 36 : -1;
            if (digit < 0) {
                throw new NoName();
            }
            value = value * 62 + digit;
        }
    }

    private void enter() {
        if (++depth > MAX_DEPTH || ++steps > MAX_STEPS) {
            throw new NoName();
        }
    }

    private void put(String piece) {
        if (silent == 0) {
            out.append(piece);
            if (out.length() > MAX_TEXT) {
                throw new NoName();
            }
        }
    }

    private boolean hasMore() {
        return at < text.length();
    }

    private char peek() {
        if (!hasMore()) {
            throw new NoName();
        }
        return text.charAt(at);
    }

    private char next() {
        char c = peek();
        at++;
        return c;
    }

    private boolean take(char wanted) {
        boolean taken = hasMore() && text.charAt(at) == wanted;
        at += taken ? 1 : 0;
        return taken;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
