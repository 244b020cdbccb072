package dev.spanflame.agent.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads texts as what they should be. A text that is not is told once, and the default is taken.
///
/// Without lambdas, as all that runs when a host starts: each costs it a class that the JVM makes.
final class Values {
    private static final int MOST_DIGITS = 15;
    private static final String JSON_PAIR =
            "\\s*\"((?:[^\"\\\\]|\\\\.)*)\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"\\s*(,|$)";
    private static final Map<String, Long> NANOS = Map.of(
            "ns",
            1L,
            "us",
            1_000L,
            "ms",
            1_000_000L,
            "s",
            1_000_000_000L,
            "m",
            60_000_000_000L,
            "h",
            3_600_000_000_000L);
    private static final Map<String, Long> BYTES =
            Map.of("", 1L, "b", 1L, "k", 1L << 10, "kb", 1L << 10, "m", 1L << 20, "mb", 1L << 20, "g", 1L << 30);

    private final Sources sources;
    private final List<String> problems;

    Values(Sources sources, List<String> problems) {
        this.sources = sources;
        this.problems = problems;
    }

    String text(Setting setting, String fallback) {
        return sources.find(setting).orElse(fallback);
    }

    boolean flag(Setting setting, boolean fallback) {
        String text = given(setting);
        return text == null ? fallback : checked(setting, flag(text), fallback, "true or false");
    }

    Duration duration(Setting setting, Duration fallback, Duration least) {
        String text = given(setting);
        if (text == null) {
            return fallback;
        }
        Optional<Duration> found = duration(text);
        boolean fits = found.isPresent() && found.get().compareTo(least) >= 0;
        String expected = "a time such as 10ms or 15s, at least " + least.toNanos() + "ns";
        return checked(setting, fits ? found : Optional.empty(), fallback, expected);
    }

    /// A time, or zero for `off`.
    Duration durationOrOff(Setting setting, Duration fallback, Duration least) {
        String text = given(setting);
        if (text == null || isOff(text)) {
            return text == null ? fallback : Duration.ZERO;
        }
        Optional<Duration> found = duration(text);
        if (found.isPresent() && found.get().compareTo(least) < 0) {
            return least;
        }
        return checked(setting, found, fallback, "a time such as 10ms, at least " + least.toNanos() + "ns, or off");
    }

    long bytes(Setting setting, long fallback) {
        String text = given(setting);
        if (text == null) {
            return fallback;
        }
        Optional<Long> found = bytes(text);
        boolean fits = found.isPresent() && found.get() > 0;
        return checked(setting, fits ? found : Optional.empty(), fallback, "a size such as 512k or 16m");
    }

    /// A size, or zero for `off`. Zero bytes between two samples means the default distance.
    long bytesOrOff(Setting setting, long fallback, long usual) {
        String text = given(setting);
        if (text == null || isOff(text)) {
            return text == null ? fallback : 0;
        }
        Optional<Long> found = bytes(text);
        boolean fits = found.isPresent() && found.get() <= Sampling.MOST_BYTES;
        return found.isPresent() && found.get() == 0
                ? usual
                : checked(
                        setting, fits ? found : Optional.empty(), fallback, "a size such as 512k, at most 1g, or off");
    }

    int number(Setting setting, int fallback, int least, int most) {
        String text = given(setting);
        if (text == null) {
            return fallback;
        }
        Optional<Integer> found = Optional.empty();
        try {
            int number = Integer.parseInt(text);
            found = number >= least && number <= most ? Optional.of(number) : Optional.empty();
        } catch (NumberFormatException e) {
            // told below
        }
        return checked(setting, found, fallback, "a number from " + least + " to " + most);
    }

    /// One of some words, in small letters.
    String word(Setting setting, String fallback, String allowed) {
        String text = given(setting);
        if (text == null) {
            return fallback;
        }
        String small = text.toLowerCase(Locale.ROOT);
        boolean known = List.of(allowed.split("\\|")).contains(small);
        return checked(setting, known ? Optional.of(small) : Optional.empty(), fallback, "one of " + allowed);
    }

    /// `a=b,c=d`. A pair that is none is told and left out.
    Map<String, String> pairs(Setting setting) {
        Map<String, String> found = new LinkedHashMap<>();
        String text = given(setting);
        if (text != null) {
            addPairs(setting.property(), text, found);
        }
        return found;
    }

    void addPairs(String name, String text, Map<String, String> into) {
        for (String pair : text.split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && !pair.substring(equals + 1).trim().isEmpty()) {
                into.put(
                        pair.substring(0, equals).trim(),
                        pair.substring(equals + 1).trim());
            } else if (!pair.trim().isEmpty()) {
                problems.add(name + ": \"" + pair + "\" is left out, expected name=value");
            }
        }
    }

    /// `{"name":"value"}`.
    Map<String, String> json(Setting setting) {
        String text = given(setting);
        return text == null ? Map.of() : checked(setting, json(text), Map.of(), "JSON such as {\"X-Name\":\"value\"}");
    }

    private @Nullable String given(Setting setting) {
        return sources.find(setting).orElse(null);
    }

    private <T> T checked(Setting setting, Optional<T> found, T fallback, String expected) {
        if (found.isEmpty()) {
            problems.add(setting.property() + " is \"" + given(setting) + "\", expected " + expected + "; taken is "
                    + (Duration.ZERO.equals(fallback) ? "off" : fallback));
        }
        return found.orElse(fallback);
    }

    static Optional<Boolean> flag(String text) {
        String small = text.toLowerCase(Locale.ROOT);
        if (small.equals("true") || small.equals("1") || small.equals("on") || small.equals("yes")) {
            return Optional.of(true);
        }
        return small.equals("false") || small.equals("0") || isOff(small) || small.equals("no")
                ? Optional.of(false)
                : Optional.empty();
    }

    static boolean isOff(String text) {
        return text.equalsIgnoreCase("off") || text.equalsIgnoreCase("none") || text.equalsIgnoreCase("false");
    }

    /// How many digits a text begins with; 0 where they are too many.
    private static int digits(String text) {
        int count = 0;
        while (count < text.length() && text.charAt(count) >= '0' && text.charAt(count) <= '9') {
            count++;
        }
        return count > MOST_DIGITS ? 0 : count;
    }

    /// A number without unit is nanoseconds, as for async-profiler.
    static Optional<Duration> duration(String text) {
        int digits = digits(text);
        if (digits == 0) {
            return Optional.empty();
        }
        String unit = text.substring(digits).trim().toLowerCase(Locale.ROOT);
        Long nanos = NANOS.get(unit.isEmpty() ? "ns" : unit);
        long count = Long.parseLong(text.substring(0, digits));
        return nanos == null || count > Duration.ofDays(1).toNanos() / nanos
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(count * nanos));
    }

    static Optional<Long> bytes(String text) {
        int digits = digits(text);
        if (digits == 0) {
            return Optional.empty();
        }
        Long unit = BYTES.get(text.substring(digits).trim().toLowerCase(Locale.ROOT));
        long count = Long.parseLong(text.substring(0, digits));
        return unit == null || count > (1L << 40) / unit ? Optional.empty() : Optional.of(count * unit);
    }

    private static Optional<Map<String, String>> json(String text) {
        String trimmed = text.trim();
        if (!trimmed.startsWith("{") || !trimmed.endsWith("}")) {
            return Optional.empty();
        }
        String inside = trimmed.substring(1, trimmed.length() - 1).trim();
        Map<String, String> found = new LinkedHashMap<>();
        Matcher matcher = Pattern.compile(JSON_PAIR).matcher(inside);
        int at = 0;
        while (at < inside.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                return Optional.empty();
            }
            found.put(unescaped(matcher.group(1)), unescaped(matcher.group(2)));
            at = matcher.end();
        }
        return Optional.of(found);
    }

    private static String unescaped(String text) {
        return text.replaceAll("\\\\(.)", "$1");
    }
}
