package dev.spanflame.proto.symbols.name;

/// Reads a name of the Itanium C++ ABI from left to right and passes over types, arguments of templates
/// and expressions without understanding more of them than where they end.
final class ItaniumSkip {
    /// What ends with an `E` of its own.
    private static final String OPENERS = "INXLFJZ";
    private static final int MAX_DEPTH = 256;

    private final String text;
    private int at;
    private int depth;

    ItaniumSkip(String text, int from) {
        this.text = text;
        this.at = from;
    }

    /// The next character; 0 at the end.
    char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    char peekSecond() {
        return at + 1 < text.length() ? text.charAt(at + 1) : 0;
    }

    char next() {
        if (at >= text.length()) {
            throw new ItaniumName.Unknown();
        }
        return text.charAt(at++);
    }

    boolean take(char c) {
        boolean is = peek() == c && c != 0;
        at += is ? 1 : 0;
        return is;
    }

    boolean take(String two) {
        boolean is = text.startsWith(two, at);
        at += is ? two.length() : 0;
        return is;
    }

    void expect(char c) {
        if (!take(c)) {
            throw new ItaniumName.Unknown();
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /// A number, below 0 with an `n`; none at all is 0.
    int number() {
        take('n');
        int value = 0;
        while (isDigit(peek())) {
            value = Math.min(value * 10 + next() - '0', text.length() + 1);
        }
        return value;
    }

    /// The number of an unnamed thing, which counts from none.
    int ordinal() {
        int number = peek() == '_' ? 1 : number() + 2;
        expect('_');
        return number;
    }

    /// A name with its length before it.
    String identifier() {
        if (!isDigit(peek())) {
            throw new ItaniumName.Unknown();
        }
        int length = number();
        if (length > text.length() - at) {
            throw new ItaniumName.Unknown();
        }
        String name = text.substring(at, at + length);
        at += length;
        return name;
    }

    /// Passes over `I ... E`.
    void arguments() {
        expect('I');
        toEnd();
    }

    /// Passes over everything up to the `E` that ends what is open, and that `E`.
    void toEnd() {
        if (++depth > MAX_DEPTH) {
            throw new ItaniumName.Unknown();
        }
        while (!take('E')) {
            one();
        }
        depth--;
    }

    /// Passes over one type.
    void type() {
        while ("PROKVrCG".indexOf(peek()) >= 0 && peek() != 0) {
            at++;
        }
        boolean isStandard = peek() == 'S' && peekSecond() == 't';
        boolean named = peek() == 'S' || peek() == 'T' || isDigit(peek());
        one();
        if (isStandard) {
            one();
        }
        if (named && peek() == 'I') {
            arguments();
        }
    }

    /// Passes over one piece: a name, a reference, something with an end of its own, or a letter.
    private void one() {
        char c = peek();
        if (isDigit(c)) {
            identifier();
        } else if (c == 'S' || c == 'T') {
            reference();
        } else if (c == 'L') {
            literal();
        } else if (OPENERS.indexOf(c) >= 0 && c != 0) {
            at++;
            toEnd();
        } else if (c == 'A') {
            at++;
            array();
        } else if (c == 'U' && peekSecond() == 'l') {
            at += 2;
            toEnd();
            ordinal();
        } else if (c == 'U' && peekSecond() == 't') {
            at += 2;
            ordinal();
        } else if (c == 'D' && (peekSecond() == 't' || peekSecond() == 'T')) {
            at += 2;
            toEnd();
        } else if (text.startsWith("sZ", at) || text.startsWith("sr", at) || text.startsWith("fp", at)) {
            at += 2;
            if (text.startsWith("fp", at - 2)) {
                number();
                expect('_');
            }
        } else {
            next();
        }
    }

    /// `S_`, `S1A_`, `St`, `T_`, `T0_`.
    private void reference() {
        boolean isParameter = next() == 'T';
        char c = next();
        if (c == '_' || (!isParameter && c >= 'a' && c <= 'z')) {
            return;
        }
        if (isParameter && !isDigit(c)) {
            return;
        }
        while (isDigit(peek()) || (peek() >= 'A' && peek() <= 'Z')) {
            at++;
        }
        expect('_');
    }

    /// A value of a type, or the address of something with a name of its own.
    private void literal() {
        expect('L');
        if (take("_Z")) {
            toEnd();
            return;
        }
        type();
        while (peek() != 'E' && peek() != 0) {
            at++;
        }
        expect('E');
    }

    private void array() {
        if (isDigit(peek())) {
            number();
        } else {
            while (peek() != '_' && peek() != 0) {
                one();
            }
        }
        expect('_');
    }
}
