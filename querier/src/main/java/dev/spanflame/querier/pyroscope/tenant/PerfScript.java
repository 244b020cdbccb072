package dev.spanflame.querier.pyroscope.tenant;

import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.SampleType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads what `perf script` prints: for each sample a line that names the command, then its stack, the innermost frame
/// first, a frame on each line, and an empty line. Every sample counts 1; the command is the outermost frame.
final class PerfScript {
    /// Words of a line that are looked at, for its time.
    private static final int MAX_WORDS = 32;

    private final StackLines stacks = new StackLines(new SampleType("samples", "count"));
    private final List<String> frames = new ArrayList<>();
    private @Nullable String command;

    private PerfScript() {}

    /// The profile; empty when a line is of another form, or there is no sample.
    static Optional<ProfileBatch> parse(byte[] bytes) {
        PerfScript script = new PerfScript();
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n", -1)) {
            if (!script.isRead(line)) {
                return Optional.empty();
            }
        }
        script.end();
        return script.stacks.batch();
    }

    private boolean isRead(String line) {
        if (line.isBlank()) {
            end();
            return true;
        }
        if (line.charAt(0) == '#') {
            return true;
        }
        Optional<String> next = Character.isWhitespace(line.charAt(0)) ? frame(line.strip()) : Optional.empty();
        if (command != null && next.isPresent()) {
            frames.add(next.get());
            return true;
        }
        Optional<String> head = command(line.strip());
        if (head.isPresent()) {
            end();
            command = head.get();
        }
        return head.isPresent();
    }

    /// The name in `address name+offset (binary)`; a name that is unknown is that of the binary.
    private static Optional<String> frame(String line) {
        int blank = line.indexOf(' ');
        int open = line.lastIndexOf(" (");
        if (blank <= 0 || open <= blank || !line.endsWith(")") || !isNumber(line.substring(0, blank), 16)) {
            return Optional.empty();
        }
        String name = line.substring(blank + 1, open).strip();
        int plus = name.lastIndexOf("+0x");
        String function = plus > 0 && isNumber(name.substring(plus + 3), 16) ? name.substring(0, plus) : name;
        String binary = line.substring(open + 2, line.length() - 1);
        return function.equals("[unknown]")
                ? Optional.of("[" + binary.substring(binary.lastIndexOf('/') + 1) + "]")
                : Optional.of(function).filter(text -> !text.isEmpty());
    }

    /// The command in `command pid[/tid] [cpu] time: period event:`; it may have blanks itself.
    private static Optional<String> command(String line) {
        List<String> words = List.of(line.split("\\s+", MAX_WORDS));
        if (!line.endsWith(":")) {
            return Optional.empty();
        }
        for (int i = 1; i < words.size() - 1; i++) {
            String word = words.get(i);
            int slash = word.indexOf('/');
            boolean process = slash < 0
                    ? isNumber(word, 10)
                    : isNumber(word.substring(0, slash), 10) && isNumber(word.substring(slash + 1), 10);
            boolean timed = words.subList(i + 1, words.size()).stream().anyMatch(later -> later.endsWith(":"));
            if (process && timed) {
                return Optional.of(String.join(" ", words.subList(0, i)));
            }
        }
        return Optional.empty();
    }

    private static boolean isNumber(String text, int radix) {
        int from = text.startsWith("-") ? 1 : 0;
        return text.length() > from && text.chars().skip(from).allMatch(c -> c < 128 && Character.digit(c, radix) >= 0);
    }

    private void end() {
        if (command != null) {
            frames.add(command);
            stacks.add(frames.reversed(), 1);
        }
        command = null;
        frames.clear();
    }
}
