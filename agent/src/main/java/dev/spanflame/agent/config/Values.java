package dev.spanflame.agent.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads texts as what they should be. A text that is not is told once, and the default is taken.
final class Values {
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,15})\\s*([a-zA-Z]*)");
    private static final Pattern JSON_PAIR =
            Pattern.compile("\\s*\"((?:[^\"\\\\]|\\\\.)*)\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"\\s*(,|$)");
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
        return read(setting, fallback, "true or false", Values::flag);
    }

    Duration duration(Setting setting, Duration fallback, Duration least) {
        return read(
                setting,
                fallback,
                "a time such as 10ms or 15s, at least " + least.toNanos() + "ns",
                text -> duration(text).filter(found -> found.compareTo(least) >= 0));
    }

    /// A time, or zero for `off`.
    Duration durationOrOff(Setting setting, Duration fallback, Duration least) {
        return read(
                setting,
                fallback,
                "a time such as 10ms, at least " + least.toNanos() + "ns, or off",
                text -> isOff(text)
                        ? Optional.of(Duration.ZERO)
                        : duration(text).map(found -> found.compareTo(least) < 0 ? least : found));
    }

    long bytes(Setting setting, long fallback) {
        return read(
                setting,
                fallback,
                "a size such as 512k or 16m",
                text -> bytes(text).filter(found -> found > 0));
    }

    /// A size, or zero for `off`. Zero bytes between two samples means the default distance.
    long bytesOrOff(Setting setting, long fallback, long usual) {
        return read(
                setting,
                fallback,
                "a size such as 512k, or off",
                text -> isOff(text) ? Optional.of(0L) : bytes(text).map(found -> found == 0 ? usual : found));
    }

    int number(Setting setting, int fallback, int least, int most) {
        return read(setting, fallback, "a number from " + least + " to " + most, text -> {
            try {
                int found = Integer.parseInt(text);
                return found >= least && found <= most ? Optional.of(found) : Optional.empty();
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        });
    }

    /// One of some words, in small letters.
    String word(Setting setting, String fallback, String allowed) {
        Pattern pattern = Pattern.compile(allowed);
        return read(
                setting,
                fallback,
                "one of " + allowed,
                text -> Optional.of(text.toLowerCase(Locale.ROOT))
                        .filter(found -> pattern.matcher(found).matches()));
    }

    /// `a=b,c=d`. A pair that is none is told and left out.
    Map<String, String> pairs(Setting setting) {
        Map<String, String> found = new LinkedHashMap<>();
        sources.find(setting).ifPresent(text -> addPairs(setting.property(), text, found));
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
        return read(setting, Map.of(), "JSON such as {\"X-Name\":\"value\"}", Values::json);
    }

    private <T> T read(Setting setting, T fallback, String expected, Function<String, Optional<T>> parser) {
        Optional<String> text = sources.find(setting);
        if (text.isEmpty()) {
            return fallback;
        }
        Optional<T> found = parser.apply(text.get());
        if (found.isEmpty()) {
            problems.add(setting.property() + " is \"" + text.get() + "\", expected " + expected + "; taken is "
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

    /// A number without unit is nanoseconds, as for async-profiler.
    static Optional<Duration> duration(String text) {
        Matcher matcher = AMOUNT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String unit = matcher.group(2).isEmpty() ? "ns" : matcher.group(2).toLowerCase(Locale.ROOT);
        Long nanos = NANOS.get(unit);
        long count = Long.parseLong(matcher.group(1));
        return nanos == null || count > Duration.ofDays(1).toNanos() / nanos
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(count * nanos));
    }

    static Optional<Long> bytes(String text) {
        Matcher matcher = AMOUNT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Long unit = BYTES.get(matcher.group(2).toLowerCase(Locale.ROOT));
        long count = Long.parseLong(matcher.group(1));
        return unit == null || count > (1L << 40) / unit ? Optional.empty() : Optional.of(count * unit);
    }

    private static Optional<Map<String, String>> json(String text) {
        String trimmed = text.trim();
        if (!trimmed.startsWith("{") || !trimmed.endsWith("}")) {
            return Optional.empty();
        }
        String inside = trimmed.substring(1, trimmed.length() - 1).trim();
        Map<String, String> found = new LinkedHashMap<>();
        Matcher matcher = JSON_PAIR.matcher(inside);
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
