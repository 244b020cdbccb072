package dev.spanflame.server.config.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Finds environment variables that look like keys and are none: most likely a slip in a name.
final class Strangers {
    private static final String PREFIX = "SPANFLAME_";

    /// Variables that are not keys: they steer the scripts, the image and the tests.
    private static final Set<String> OTHERS = Set.of(
            "SPANFLAME_AOT",
            "SPANFLAME_CONFIG",
            "SPANFLAME_HEAP",
            "SPANFLAME_IMAGE",
            "SPANFLAME_JAVA_HOME",
            "SPANFLAME_JAVA_OPTIONS",
            "SPANFLAME_JDK_PATTERNS",
            "SPANFLAME_RUN_ONLY");

    /// What Kubernetes sets in every container for a service called `spanflame` or `spanflame-query`.
    private static final Pattern OF_A_SERVICE = Pattern.compile(
            "SPANFLAME(_[A-Z0-9_]+)?(_SERVICE_HOST|_SERVICE_PORT(_[A-Z0-9_]+)?|_PORT_[0-9]+_(TCP|UDP|SCTP)(_[A-Z]+)?)");
    /// The value of its variable `..._PORT`, which could be a key by its name.
    private static final Pattern ADDRESS_OF_A_SERVICE = Pattern.compile("(tcp|udp|sctp)://.*");

    private Strangers() {}

    /// The problem of each, sorted by name, with what may have been meant.
    static List<Problem> in(Map<String, String> environment) {
        Set<String> known = new TreeSet<>(OTHERS);
        Key.all().forEach(key -> known.add(key.environment()));
        List<Problem> problems = new ArrayList<>();
        for (String name : new TreeSet<>(environment.keySet())) {
            if (name.startsWith(PREFIX)
                    && !known.contains(name)
                    && !isOfAService(name, environment.getOrDefault(name, ""))) {
                String near = Nearest.to(name, known)
                        .map(n -> "; did you mean " + n + "?")
                        .orElse("; docs/reference/configuration.md lists all keys");
                problems.add(new Problem("environment " + name, "unknown variable" + near));
            }
        }
        return problems;
    }

    private static boolean isOfAService(String name, String value) {
        return OF_A_SERVICE.matcher(name).matches()
                || (name.endsWith("_PORT")
                        && ADDRESS_OF_A_SERVICE.matcher(value).matches());
    }
}
