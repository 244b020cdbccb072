package dev.spanflame.tests.walls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Modules know only what stands below them.
class ModuleWallsTest {
    /// Each module and what it may know.
    private static final Map<String, Set<String>> MAY_KNOW = Map.ofEntries(
            Map.entry("model", Set.of()),
            Map.entry("object-store", Set.of()),
            Map.entry("traceql", Set.of("model")),
            Map.entry("proto", Set.of("model")),
            Map.entry("block", Set.of("model", "object-store", "traceql", "proto")),
            Map.entry("ingester", Set.of("model", "object-store", "traceql", "proto", "block")),
            Map.entry("compactor", Set.of("model", "object-store", "traceql", "proto", "block")),
            Map.entry("querier", Set.of("model", "object-store", "traceql", "proto", "block")),
            Map.entry("generator", Set.of("model", "object-store", "proto", "traceql")),
            Map.entry("agent", Set.of()),
            Map.entry("load", Set.of("model", "proto", "agent")),
            Map.entry(
                    "server",
                    Set.of(
                            "model",
                            "object-store",
                            "traceql",
                            "proto",
                            "block",
                            "ingester",
                            "compactor",
                            "querier",
                            "generator",
                            "load",
                            "agent")));

    /// Modules that only test or measure the others, and may know all of them.
    private static final Set<String> OBSERVERS = Set.of("tests", "bench");

    @Test
    void every_module_has_its_place() {
        Set<String> placed = new TreeSet<>(MAY_KNOW.keySet());
        placed.addAll(OBSERVERS);

        assertThat(Pom.modules()).containsExactlyInAnyOrderElementsOf(placed);
    }

    @Test
    void poms_depend_downwards() {
        List<String> violations = new ArrayList<>();
        for (String module : Pom.modules()) {
            Pom pom = Pom.of(module);
            for (Pom.Dependency dependency : pom.dependencies()) {
                if (dependency.group().equals("dev.spanflame") && !mayKnow(module, dependency.module())) {
                    violations.add(module + " depends on " + dependency.module());
                }
            }
        }

        assertThat(violations).isEmpty();
    }

    @Test
    void code_names_only_what_is_below() {
        List<SourceFile> sources = SourceFile.all();
        Map<String, String> owners = new HashMap<>();
        for (SourceFile source : sources) {
            if (source.main()) {
                owners.put(source.packageName(), source.module());
            }
        }
        List<String> violations = new ArrayList<>();
        for (SourceFile source : sources) {
            source.qualifiedNames()
                    .filter(name -> name.startsWith("dev.spanflame."))
                    .forEach(name -> {
                        String owner = owner(name, owners);
                        if (!owner.isEmpty() && !mayKnow(source.module(), owner)) {
                            violations.add(source.path() + " names " + name + " of " + owner);
                        }
                    });
        }

        assertThat(violations).isEmpty();
    }

    @Test
    void a_package_belongs_to_one_module() {
        Map<String, Set<String>> modules = new HashMap<>();
        for (SourceFile source : SourceFile.all()) {
            modules.computeIfAbsent(source.packageName(), _ -> new TreeSet<>()).add(source.module());
        }

        assertThat(modules)
                .allSatisfy((name, owners) -> assertThat(owners).as(name).hasSize(1));
    }

    @Test
    void every_module_of_the_build_is_a_folder_with_a_pom() {
        assertThat(Pom.modules())
                .allSatisfy(module -> assertThat(
                                Files.exists(Repository.root().resolve(module).resolve("pom.xml")))
                        .as(module)
                        .isTrue());
    }

    private static boolean mayKnow(String module, String other) {
        return module.equals(other)
                || OBSERVERS.contains(module)
                || MAY_KNOW.getOrDefault(module, Set.of()).contains(other);
    }

    /// The module whose package is the longest beginning of `name`; empty for a name of no package.
    private static String owner(String name, Map<String, String> owners) {
        String prefix = name;
        while (prefix.contains(".")) {
            String owner = owners.get(prefix);
            if (owner != null) {
                return owner;
            }
            prefix = prefix.substring(0, prefix.lastIndexOf('.'));
        }
        return "";
    }
}
