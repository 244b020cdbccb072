package dev.spanflame.server.config.load;

import dev.spanflame.ingester.relabel.RelabelAction;
import dev.spanflame.ingester.relabel.RelabelRule;
import dev.spanflame.ingester.relabel.RelabelRules;
import dev.spanflame.ingester.relabel.RelabelRules.RuleSet;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads the file with rules for labels: `ingestion_relabeling_rules` and
/// `sample_type_relabeling_rules` as Pyroscope has them, and under `overrides` the same for single
/// tenants.
public final class RelabelFile {
    private static final String SERIES = "ingestion_relabeling_rules";
    private static final String TYPES = "sample_type_relabeling_rules";
    private static final String OVERRIDES = "overrides";
    private static final Set<String> FIELDS =
            Set.of("action", "source_labels", "separator", "regex", "modulus", "target_label", "replacement");

    private RelabelFile() {}

    /// The rules in `file`. Throws [IOException] with what is wrong and where.
    public static RelabelRules read(Path file) throws IOException {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new IOException("relabel.profiles: there is no file " + file, e);
        } catch (CharacterCodingException e) {
            throw new IOException("relabel.profiles: " + file + " is not UTF-8", e);
        }
    }

    /// The rules in `text`, of the file `name`. Throws [IOException] with what is wrong and where.
    static RelabelRules parse(String name, String text) throws IOException {
        try {
            LoadSettings settings = LoadSettings.builder()
                    .setLabel(name)
                    .setMaxAliasesForCollections(0)
                    .build();
            Object root = new Load(settings).loadFromString(text);
            Map<?, ?> map = root == null ? Map.of() : map("the file", root);
            check("the file", map, Set.of(SERIES, TYPES, OVERRIDES));
            Map<String, RuleSet> ofTenants = new HashMap<>();
            if (map.get(OVERRIDES) != null) {
                for (Map.Entry<?, ?> tenant : map(OVERRIDES, map.get(OVERRIDES)).entrySet()) {
                    String where = OVERRIDES + "." + tenant.getKey();
                    Map<?, ?> own = map(where, tenant.getValue());
                    check(where, own, Set.of(SERIES, TYPES));
                    ofTenants.put(String.valueOf(tenant.getKey()), ruleSet(where + ".", own));
                }
            }
            return new RelabelRules(ruleSet("", map), ofTenants);
        } catch (YamlEngineException | IllegalArgumentException e) {
            throw new IOException("relabel.profiles: " + name + ": " + e.getMessage(), e);
        } catch (StackOverflowError e) {
            // the parser of YAML calls itself for each level and has no bound of its own
            throw new IOException("relabel.profiles: " + name + ": lists and maps are nested too deep", e);
        }
    }

    private static RuleSet ruleSet(String where, Map<?, ?> map) {
        return new RuleSet(rules(where + SERIES, map.get(SERIES)), rules(where + TYPES, map.get(TYPES)));
    }

    private static List<RelabelRule> rules(String where, @Nullable Object value) {
        List<RelabelRule> rules = new ArrayList<>();
        if (value == null) {
            return rules;
        }
        if (!(value instanceof List<?> list)) {
            throw new IllegalArgumentException(where + " is not a list of rules");
        }
        for (Object one : list) {
            String place = where + "[" + rules.size() + "]";
            Map<?, ?> fields = map(place, one);
            check(place, fields, FIELDS);
            try {
                rules.add(new RelabelRule(spec(fields)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
            }
        }
        return rules;
    }

    private static RelabelRule.Spec spec(Map<?, ?> fields) {
        RelabelRule.Spec defaults = RelabelRule.Spec.DEFAULTS;
        return new RelabelRule.Spec(
                action(text(fields, "action", "replace")),
                sources(fields.get("source_labels")),
                text(fields, "separator", defaults.separator()),
                text(fields, "regex", defaults.regex()),
                modulus(text(fields, "modulus", "0")),
                text(fields, "target_label", ""),
                text(fields, "replacement", defaults.replacement()));
    }

    private static RelabelAction action(String name) {
        for (RelabelAction action : RelabelAction.values()) {
            if (action.name().equalsIgnoreCase(name)) {
                return action;
            }
        }
        throw new IllegalArgumentException("action '" + name + "' is unknown; expected one of "
                + String.join(
                        ", ",
                        List.of(RelabelAction.values()).stream()
                                .map(action -> action.name().toLowerCase(Locale.ROOT))
                                .toList()));
    }

    private static List<String> sources(@Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw new IllegalArgumentException("source_labels is not a list of names");
        }
        return list.stream().map(String::valueOf).toList();
    }

    private static long modulus(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("modulus '" + text + "' is not a number", e);
        }
    }

    private static String text(Map<?, ?> fields, String name, String fallback) {
        Object value = fields.get(name);
        return value == null ? fallback : String.valueOf(value);
    }

    private static Map<?, ?> map(String where, Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException(where + " does not consist of 'key: value' lines");
    }

    private static void check(String where, Map<?, ?> map, Set<String> known) {
        for (Object key : map.keySet()) {
            if (!known.contains(String.valueOf(key))) {
                throw new IllegalArgumentException(where + " has the unknown key '" + key + "'; expected "
                        + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }
}
