package dev.spanflame.server.config.load;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Reads a YAML file into settings, each with its line. Nothing but maps and plain values is taken from YAML.
final class YamlFile {
    private final String name;
    private final Set<String> keys;
    private final Set<String> sections;
    private final Map<String, Setting> settings;
    private final List<Problem> problems;

    private YamlFile(Path file, Set<String> keys, Map<String, Setting> settings, List<Problem> problems) {
        this.name = file.toString();
        this.keys = keys;
        this.settings = settings;
        this.problems = problems;
        this.sections = new HashSet<>();
        for (String key : keys) {
            for (int dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
                sections.add(key.substring(0, dot));
            }
        }
    }

    /// Adds what `file` says to `settings`, and what is wrong with it to `problems`.
    static void read(Path file, Set<String> keys, Map<String, Setting> settings, List<Problem> problems) {
        YamlFile reader = new YamlFile(file, keys, settings, problems);
        try {
            reader.root(Files.readString(file));
        } catch (NoSuchFileException _) {
            problems.add(new Problem(reader.name, "there is no such file"));
        } catch (MalformedInputException _) {
            problems.add(new Problem(reader.name, "the file is not UTF-8"));
        } catch (IOException e) {
            problems.add(new Problem(reader.name, "the file cannot be read: " + e.getMessage()));
        } catch (MarkedYamlEngineException e) {
            problems.add(new Problem(reader.at(e.getProblemMark()), "not YAML: " + e.getProblem()));
        } catch (YamlEngineException e) {
            problems.add(new Problem(reader.name, "not YAML: " + e.getMessage()));
        } catch (StackOverflowError _) {
            // the parser of YAML calls itself for each level and has no bound of its own
            problems.add(new Problem(reader.name, "lists and maps are nested too deep"));
        }
    }

    private void root(String text) {
        LoadSettings load = LoadSettings.builder()
                .setLabel(name)
                .setMaxAliasesForCollections(0)
                .build();
        Optional<Node> root = new Compose(load).composeString(text);
        if (root.isEmpty()) {
            return;
        }
        if (root.get() instanceof MappingNode map) {
            section("", map);
        } else {
            problems.add(new Problem(at(root.get().getStartMark()), "expected 'key: value' lines"));
        }
    }

    private void section(String prefix, MappingNode map) {
        for (NodeTuple tuple : map.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(new Problem(at(tuple.getKeyNode().getStartMark()), "a key must be plain text"));
                continue;
            }
            String path = prefix + key.getValue();
            Node value = tuple.getValueNode();
            String where = at(key.getStartMark());
            if (sections.contains(path)) {
                subsection(path, where, value);
            } else if (keys.contains(path)) {
                scalar(path, where, value);
            } else {
                problems.add(new Problem(where, unknown(path)));
            }
        }
    }

    private void subsection(String path, String where, Node value) {
        if (value instanceof MappingNode map) {
            section(path + ".", map);
        } else if (!(value instanceof ScalarNode scalar && isNothing(scalar))) {
            problems.add(new Problem(where, "'" + path + "' is a section; put its keys below it, indented"));
        }
    }

    private void scalar(String path, String where, Node value) {
        if (!(value instanceof ScalarNode scalar)) {
            problems.add(new Problem(where, "'" + path + "' takes one value, not a list or a section"));
        } else if (isNothing(scalar)) {
            problems.add(new Problem(where, "'" + path + "' has no value; give one or remove the line"));
        } else if (settings.putIfAbsent(path, new Setting(where, scalar.getValue())) != null) {
            problems.add(new Problem(where, "'" + path + "' is set twice"));
        }
    }

    private static boolean isNothing(ScalarNode scalar) {
        return scalar.getTag().equals(Tag.NULL);
    }

    private String unknown(String path) {
        Set<String> known = new HashSet<>(keys);
        known.addAll(sections);
        return "unknown key '" + path + "'"
                + Nearest.to(path, known)
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse("");
    }

    private String at(Optional<Mark> mark) {
        return name + mark.map(position -> ":" + (position.getLine() + 1)).orElse("");
    }
}
