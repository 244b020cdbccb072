package dev.spanflame.querier.links;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What links may begin with, and how values stand in them.
public final class WebAddress {
    /// What [#isValid] asks for, to be put behind the name of a key.
    public static final String EXPECTED =
            "must be an address that begins with http:// or https:// and has neither user nor query nor fragment";

    /// What [#isTemplate] asks for.
    public static final String EXPECTED_TEMPLATE =
            "must begin with http:// or https:// and a host; variables such as ${__span.traceId} or ${__query} may"
                    + " stand behind the host alone";

    private static final Pattern TEMPLATE = Pattern.compile("https?://[A-Za-z0-9.\\[\\]:_-]+([/?#][^\\p{Cntrl} ]*)?");
    private static final Pattern ENDED_HOST = Pattern.compile("https?://[^/?#]+[/?#]");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");
    private static final Set<String> OF_ADDRESSES = Set.of("__query", "__from", "__to");

    private WebAddress() {}

    /// Whether links may begin with `text`: `javascript:`, `data:` and all other schemes but HTTP's are
    /// not, nor is what carries a password.
    public static boolean isValid(String text) {
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme();
            return scheme != null
                    && (scheme.toLowerCase(Locale.ROOT).equals("http")
                            || scheme.toLowerCase(Locale.ROOT).equals("https"))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    /// Whether `text` always becomes an address of HTTP on the host that it names. Variables are those of
    /// [QueryTemplate], `${__query}`, and `${__from}` and `${__to}`, which are milliseconds since 1970.
    public static boolean isTemplate(String text) {
        Matcher variables = VARIABLE.matcher(text);
        while (variables.find()) {
            String variable = variables.group(1);
            // a variable within the host would make the host depend on a value
            if (!(OF_ADDRESSES.contains(variable) || QueryTemplate.isVariable(variable))
                    || !ENDED_HOST.matcher(text.substring(0, variables.start())).lookingAt()) {
                return false;
            }
        }
        String filled = VARIABLE.matcher(text).replaceAll("x");
        return !filled.contains("${") && TEMPLATE.matcher(filled).matches();
    }

    /// An address without the slash at its end.
    public static String trimmed(String address) {
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }

    /// `value` as it may stand anywhere behind the host of an address: everything but letters, digits and
    /// `-._*` in percent escapes of UTF-8.
    public static String escape(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
