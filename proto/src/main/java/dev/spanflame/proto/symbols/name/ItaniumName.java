package dev.spanflame.proto.symbols.name;

import java.util.Map;
import java.util.Optional;

/// Names of functions by the Itanium C++ ABI, section 5.1. Parameters and arguments of templates are
/// passed over by [ItaniumSkip], so substitutions need not be known but those of the standard library.
final class ItaniumName {
    private static final String STANDARD = "std::";
    private static final Map<Character, String> ABBREVIATIONS = Map.of(
            'a', "std::allocator",
            'b', "std::basic_string",
            's', "std::basic_string",
            'i', "std::basic_istream",
            'o', "std::basic_ostream",
            'd', "std::basic_iostream");
    private static final int MAX_DEPTH = 16;

    private final ItaniumSkip in;
    private int depth;

    /// Thrown where a name is not understood; always caught here.
    static final class Unknown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unknown() {
            super("", null, false, false);
        }
    }

    private ItaniumName(String name) {
        this.in = new ItaniumSkip(name, 2);
    }

    /// The readable form of a name that begins with `_Z`; empty where it is not understood.
    static Optional<String> read(String name) {
        try {
            return Optional.of(new ItaniumName(name).encoding());
        } catch (Unknown _) {
            return Optional.empty();
        }
    }

    private String encoding() {
        if (++depth > MAX_DEPTH) {
            throw new Unknown();
        }
        String text;
        if (in.take('T')) {
            text = thunk();
        } else if (in.take("GR") || in.take("GV")) {
            throw new Unknown();
        } else {
            text = name();
        }
        depth--;
        return text;
    }

    /// A piece of code that adapts `this` and goes on in the function it is for.
    private String thunk() {
        if (in.take('h')) {
            in.number();
            in.expect('_');
            return "non-virtual thunk to " + encoding();
        }
        if (in.take('v')) {
            in.number();
            in.expect('_');
            in.number();
            in.expect('_');
            return "virtual thunk to " + encoding();
        }
        throw new Unknown();
    }

    private String name() {
        if (in.take('N')) {
            return nested();
        }
        if (in.take('Z')) {
            return local();
        }
        String scope = in.take("St") ? STANDARD : "";
        in.take('L');
        String text = scope.isEmpty() && in.peek() == 'S' ? substitution() : scope + part("");
        if (in.peek() == 'I') {
            in.arguments();
        }
        return text;
    }

    private String local() {
        String outer = encoding();
        in.toEnd();
        if (in.take('s')) {
            return outer + "::string literal";
        }
        if (in.take('d')) {
            in.number();
            in.expect('_');
        }
        String inner = name();
        return outer + "::" + inner;
    }

    private String nested() {
        while (in.take('r') || in.take('V') || in.take('K')) {
            // how `this` is qualified is not shown
        }
        if (!in.take('R')) {
            in.take('O');
        }
        StringBuilder text = new StringBuilder();
        String last = "";
        while (!in.take('E')) {
            char c = in.peek();
            if (c == 'I') {
                in.arguments();
                continue;
            }
            if (c == 'L') {
                in.take('L');
                continue;
            }
            if (in.take("St")) {
                text.append("std");
                last = "std";
                continue;
            }
            if (c == 'S') {
                text.append(substitution());
                last = text.substring(text.lastIndexOf(":") + 1);
                continue;
            }
            String next = part(last);
            text.append(text.isEmpty() ? "" : "::").append(next);
            last = next;
        }
        return text.toString();
    }

    private String substitution() {
        in.expect('S');
        String text = ABBREVIATIONS.get(in.peek());
        if (text == null) {
            throw new Unknown();
        }
        in.next();
        return text;
    }

    /// A part of a name, inside of `scope`, after which constructors are called.
    private String part(String scope) {
        char c = in.peek();
        String text;
        if (c >= '0' && c <= '9') {
            text = in.identifier();
            text = text.startsWith("_GLOBAL__N") ? "(anonymous namespace)" : text;
        } else if (c == 'C' && !scope.isEmpty()) {
            in.next();
            boolean isInherited = in.take('I');
            in.next();
            if (isInherited) {
                in.type();
            }
            text = plain(scope);
        } else if (c == 'D' && !scope.isEmpty() && in.peekSecond() >= '0' && in.peekSecond() <= '5') {
            in.next();
            in.next();
            text = "~" + plain(scope);
        } else if (in.take("Ut")) {
            text = "{unnamed type#" + in.ordinal() + "}";
        } else if (in.take("Ul")) {
            in.toEnd();
            text = "{lambda#" + in.ordinal() + "}";
        } else {
            text = operator();
        }
        while (in.take('B')) {
            text += "[abi:" + in.identifier() + "]";
        }
        return text;
    }

    private static String plain(String scope) {
        int tag = scope.indexOf("[abi:");
        return tag < 0 ? scope : scope.substring(0, tag);
    }

    private String operator() {
        String code = "" + in.peek() + in.peekSecond();
        String text = Operators.NAMES.get(code);
        if (text == null) {
            throw new Unknown();
        }
        in.next();
        in.next();
        return switch (code) {
            case "cv" -> {
                in.type();
                yield "operator";
            }
            case "li" -> text + in.identifier();
            default -> text;
        };
    }
}
