package dev.spanflame.tests.walls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.tests.system.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Command lines in documents use commands and options that the program has.
class CommandsTest {
    private static final Pattern WORD = Pattern.compile("[a-z]+");

    private final Map<List<String>, String> helps = new HashMap<>();

    @Test
    void scripts_exist_and_can_be_run() {
        assertThat(Documents.commands()).isNotEmpty().allSatisfy(command -> {
            Path script = Repository.root().resolve(words(command).getFirst());
            assertThat(Files.isExecutable(script)).as(command.toString()).isTrue();
        });
    }

    @Test
    void commands_and_options_exist() throws IOException, InterruptedException {
        List<String> unknown = new ArrayList<>();
        for (Documents.Mention command : Documents.commands()) {
            List<String> words = words(command);
            if (words.getFirst().equals("bin/spanflame")) {
                check(command, words.subList(1, words.size()), unknown);
            }
        }

        assertThat(unknown).isEmpty();
    }

    private void check(Documents.Mention command, List<String> words, List<String> unknown)
            throws IOException, InterruptedException {
        List<String> path = new ArrayList<>();
        for (String word : words) {
            boolean isCommand = WORD.matcher(word).matches() && help(path).contains("Commands:");
            if (isCommand && help(path).matches("(?s).*\\n  " + word + "(, \\w+)*( .*|\\n.*|$)")) {
                path.add(word);
            } else if (isCommand) {
                unknown.add(command + ": no command " + word);
            } else if (word.startsWith("--") && !hasOption(path, word.replaceFirst("=.*", ""))) {
                unknown.add(command + ": no option " + word);
            }
        }
    }

    private boolean hasOption(List<String> path, String option) throws IOException, InterruptedException {
        return Pattern.compile(Pattern.quote(option) + "(?![\\w.-])")
                .matcher(help(path))
                .find();
    }

    private String help(List<String> path) throws IOException, InterruptedException {
        List<String> key = List.copyOf(path);
        String known = helps.get(key);
        if (known == null) {
            List<String> arguments = new ArrayList<>(key);
            arguments.add("--help");
            known = ProgramRun.of(arguments).output();
            helps.put(key, known);
        }
        return known;
    }

    /// The words of a command line, without variables before it and without what follows a pipe or a `#`.
    private static List<String> words(Documents.Mention command) {
        String line = command.text().replaceFirst("\\s[|#&>].*", "").replaceFirst("^(\\w+=\\S+ )*(\\./)?", "");
        return Arrays.asList(line.strip().split("\\s+"));
    }
}
