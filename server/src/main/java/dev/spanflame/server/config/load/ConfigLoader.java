package dev.spanflame.server.config.load;

import dev.spanflame.server.config.Configuration;
import dev.spanflame.server.config.Rules;
import dev.spanflame.server.config.value.Secret;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Fills a [Configuration] from flags, environment and a file, the first of which that sets a key wins.
///
/// All problems are found before any is reported. A variable that begins with `SPANFLAME_` and names no key
/// is one of them, unless the scripts know it or a container platform sets it for a service of this name.
public final class ConfigLoader {
    private final Map<String, Key> keys = new HashMap<>();
    private final Map<String, Setting> settings = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, String> environment;

    private ConfigLoader(Map<String, String> environment) {
        this.environment = environment;
        for (Key key : Key.all()) {
            keys.put(key.path(), key);
        }
    }

    /// Reads the sources. `flags` maps paths to texts.
    ///
    /// Throws [ConfigException] with every problem.
    public static Configuration load(Map<String, String> flags, Map<String, String> environment, Optional<Path> file)
            throws ConfigException {
        ConfigLoader loader = new ConfigLoader(environment);
        file.ifPresent(loader::readFile);
        loader.readEnvironment();
        loader.readFlags(flags);
        Optional<Object> made = loader.section("", Configuration.defaults());
        if (!loader.problems.isEmpty()) {
            throw new ConfigException(loader.problems);
        }
        return (Configuration) made.orElseThrow();
    }

    private void readFile(Path file) {
        Map<String, Setting> raw = new HashMap<>();
        YamlFile.read(file, keys.keySet(), raw, problems);
        Expansion expansion = new Expansion(environment);
        raw.forEach((path, setting) -> {
            try {
                settings.put(path, new Setting(setting.where(), expansion.expand(setting.text())));
            } catch (IllegalArgumentException e) {
                problems.add(new Problem(setting.where(), "'" + path + "' " + e.getMessage()));
            }
        });
    }

    private void readEnvironment() {
        for (Key key : keys.values()) {
            String text = environment.get(key.environment());
            if (text != null) {
                settings.put(key.path(), new Setting("environment " + key.environment(), text));
            }
        }
        problems.addAll(Strangers.in(environment));
    }

    private void readFlags(Map<String, String> flags) {
        flags.forEach((path, text) -> {
            String flag = "flag --" + path;
            if (keys.containsKey(path)) {
                settings.put(path, new Setting(flag, text));
            } else {
                String near = Nearest.to(path, keys.keySet())
                        .map(n -> "; did you mean --" + n + "?")
                        .orElse("");
                problems.add(new Problem(flag, "unknown flag" + near));
            }
        });
    }

    /// The record like `defaults` with what is set; empty when something in it is wrong.
    private Optional<Object> section(String prefix, Record defaults) {
        RecordComponent[] components = defaults.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        boolean good = true;
        for (int i = 0; i < components.length; i++) {
            Object fallback = Records.get(components[i], defaults);
            String path = prefix + Key.kebab(components[i].getName());
            Optional<Object> value = Key.isSection(components[i].getType()) && fallback instanceof Record section
                    ? section(path + ".", section)
                    : value(path, components[i].getType(), fallback);
            good &= value.isPresent();
            values[i] = value.orElse(fallback);
        }
        try {
            Record made = Records.make(defaults.getClass(), values);
            return good ? Optional.of(made) : Optional.empty();
        } catch (Rules.BrokenException e) {
            e.broken().forEach(broken -> broken(prefix + broken.key(), broken.message()));
            return Optional.empty();
        }
    }

    private Optional<Object> value(String path, Class<?> type, Object fallback) {
        Setting setting = settings.get(path);
        if (setting == null) {
            return Optional.of(fallback);
        }
        try {
            return Optional.of(Values.parse(type, setting.text()));
        } catch (IllegalArgumentException e) {
            problems.add(
                    new Problem(setting.where(), "'" + path + "': " + shown(type, setting) + " " + e.getMessage()));
            return Optional.empty();
        }
    }

    private void broken(String path, String message) {
        Setting setting = settings.get(path);
        String where = setting == null ? "default" : setting.where();
        problems.add(new Problem(where, "'" + path + "' " + message));
    }

    private static String shown(Class<?> type, Setting setting) {
        return type == Secret.class ? "the value" : "'" + setting.text() + "'";
    }
}
