package dev.spanflame.querier.mcp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Values of headers that hold other characters than a header may: `=?base64?<text>?=`.
final class HeaderText {
    private static final String BEGIN = "=?base64?";
    private static final String END = "?=";

    private HeaderText() {}

    /// The text of a value; one that is not well-formed is taken as it is.
    static String decoded(String value) {
        if (!value.startsWith(BEGIN) || !value.endsWith(END) || value.length() < BEGIN.length() + END.length()) {
            return value;
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(value.substring(BEGIN.length(), value.length() - END.length()));
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return value;
        }
    }
}
