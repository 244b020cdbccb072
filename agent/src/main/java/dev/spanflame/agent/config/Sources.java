package dev.spanflame.agent.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/// Where settings come from, the first that has one wins: agent arguments, system properties,
/// environment, file.
final class Sources {
    /// Settings whose value may have commas in agent arguments.
    private static final Set<String> LISTS =
            Set.of(Setting.LABELS.property(), Setting.HTTP_HEADERS.property(), Setting.EXTRA_ARGUMENTS.property());

    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> arguments;
    private final Map<String, String> properties;
    private final Map<String, String> environment;
    private final Map<String, String> file;

    Sources(String arguments, Map<String, String> properties, Map<String, String> environment) {
        this.arguments = parse(arguments);
        this.properties = properties;
        this.environment = environment;
        this.file = Map.of();
    }

    private Sources(Sources before, Map<String, String> file) {
        this.problems.addAll(before.problems);
        this.arguments = before.arguments;
        this.properties = before.properties;
        this.environment = before.environment;
        this.file = file;
    }

    /// The same with the file that they name, when they name one.
    Sources withFile() {
        Optional<String> path = find(Setting.CONFIGURATION_FILE);
        if (path.isEmpty()) {
            return this;
        }
        Properties read = new Properties();
        try (InputStream in = Files.newInputStream(Path.of(path.get()))) {
            read.load(in);
        } catch (IOException | IllegalArgumentException e) {
            problems.add("the settings of file " + path.get() + " are not used: " + e);
            return this;
        }
        Map<String, String> found = new LinkedHashMap<>();
        for (String name : read.stringPropertyNames()) {
            found.put(name, read.getProperty(name));
        }
        return new Sources(this, found);
    }

    /// What could not be read so far.
    List<String> problems() {
        return problems;
    }

    /// The value of a setting; empty text counts as not set.
    Optional<String> find(Setting setting) {
        Optional<String> found = in(arguments, setting, true, false);
        if (found.isEmpty()) {
            found = in(properties, setting, false, false);
        }
        if (found.isEmpty()) {
            found = in(environment, setting, false, true);
        }
        return found.isEmpty() ? in(file, setting, true, false) : found;
    }

    /// @param shortly whether a setting may be named without its first word
    /// @param variables whether names are those of variables
    private static Optional<String> in(
            Map<String, String> source, Setting setting, boolean shortly, boolean variables) {
        if (source.isEmpty()) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>(List.of(setting.property()));
        if (shortly) {
            names.add(setting.key());
        }
        names.addAll(setting.aliases());
        for (String name : names) {
            Optional<String> found = in(source, variables ? Setting.variable(name) : name);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /// A property that is no setting of ours, such as OpenTelemetry's, or its variable.
    Optional<String> foreign(String property) {
        Optional<String> found = in(properties, property);
        return found.isEmpty() ? in(environment, Setting.variable(property)) : found;
    }

    private static Optional<String> in(Map<String, String> source, String name) {
        String value = source.get(name);
        return value == null || value.trim().isEmpty() ? Optional.empty() : Optional.of(value.trim());
    }

    /// `key=value,key=value`; a piece whose name is no setting belongs to the value before it, as in
    /// `labels=a=b,c=d`.
    private Map<String, String> parse(String text) {
        Map<String, String> found = new LinkedHashMap<>();
        String last = "";
        for (String piece : text.split(",", -1)) {
            int equals = piece.indexOf('=');
            String name = equals < 0 ? "" : piece.substring(0, equals).trim();
            Optional<Setting> setting = Setting.of(name);
            if (setting.isPresent()) {
                last = setting.get().property();
                found.put(last, piece.substring(equals + 1));
            } else if (LISTS.contains(last)) {
                found.merge(last, piece, (before, more) -> before + "," + more);
            } else if (!piece.trim().isEmpty()) {
                problems.add("agent argument \"" + piece + "\" is no setting and is ignored");
            }
        }
        return found;
    }
}
