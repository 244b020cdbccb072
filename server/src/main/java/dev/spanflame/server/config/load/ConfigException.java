package dev.spanflame.server.config.load;

import java.util.List;
import java.util.stream.Collectors;

/// The configuration cannot be used; the message has one line for each problem.
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /// All problems, in the order of the sources.
    public List<Problem> problems() {
        return problems;
    }
}
