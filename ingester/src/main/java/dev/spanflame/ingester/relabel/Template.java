package dev.spanflame.ingester.relabel;

import com.google.re2j.Matcher;
import java.util.ArrayList;
import java.util.List;

/// A text with references to groups, as Go's `Regexp.Expand` reads it: `$1`, `${1}`, `$name`,
/// `${name}`, and `$$` for a dollar. A name is as long as it can be: `$1x` is a group named `1x`.
/// Groups that do not exist are empty.
final class Template {
    private record Piece(String text, boolean isGroup) {}

    private final List<Piece> pieces = new ArrayList<>();

    Template(String text) {
        StringBuilder plain = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int end = c == '$' ? reference(text, at + 1) : at;
            if (c == '$' && text.startsWith("$$", at)) {
                plain.append('$');
                at += 2;
            } else if (end > at + 1) {
                pieces.add(new Piece(plain.toString(), false));
                plain.setLength(0);
                boolean braced = text.charAt(at + 1) == '{';
                pieces.add(new Piece(text.substring(at + (braced ? 2 : 1), braced ? end - 1 : end), true));
                at = end;
            } else {
                plain.append(c);
                at++;
            }
        }
        pieces.add(new Piece(plain.toString(), false));
    }

    /// Where the reference behind a dollar at `from` ends; `from` where there is none.
    private static int reference(String text, int from) {
        boolean braced = from < text.length() && text.charAt(from) == '{';
        int at = braced ? from + 1 : from;
        int first = at;
        while (at < text.length() && isName(text.charAt(at))) {
            at++;
        }
        if (!braced) {
            return at;
        }
        return at > first && at < text.length() && text.charAt(at) == '}' ? at + 1 : from;
    }

    private static boolean isName(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    /// The text with what `matcher` has just matched.
    String expand(Matcher matcher) {
        StringBuilder out = new StringBuilder();
        for (Piece piece : pieces) {
            String text = piece.isGroup() ? group(matcher, piece.text()) : piece.text();
            out.append(text == null ? "" : text);
        }
        return out.toString();
    }

    private static String group(Matcher matcher, String name) {
        boolean isNumber = name.chars().allMatch(c -> c >= '0' && c <= '9');
        String found = "";
        if (isNumber) {
            int number = name.length() > 3 ? Integer.MAX_VALUE : Integer.parseInt(name);
            found = number <= matcher.groupCount() ? matcher.group(number) : "";
        } else if (matcher.pattern().namedGroups().containsKey(name)) {
            found = matcher.group(name);
        }
        return found == null ? "" : found;
    }
}
