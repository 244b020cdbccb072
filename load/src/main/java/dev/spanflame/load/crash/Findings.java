package dev.spanflame.load.crash;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Broken promises of one signal, each counted once however often it is seen. Not thread-safe.
final class Findings {
    private final Set<String> lost = new LinkedHashSet<>();
    private final Set<String> doubled = new LinkedHashSet<>();
    private final Set<String> altered = new LinkedHashSet<>();
    private final Set<String> kept = new LinkedHashSet<>();

    /// Judges item number `item` of `owner`, which is there `times` times.
    void judge(String owner, Promises promises, int item, long times) {
        String name = owner + " item " + item;
        if (times == 0 && promises.isAcknowledged(item)) {
            lost.add(name);
        } else if (times > 1) {
            doubled.add(name);
        } else if (times == 1 && !promises.isAcknowledged(item)) {
            kept.add(name);
        }
    }

    /// Something is there that was never sent like that.
    void alter(String what) {
        altered.add(what);
    }

    CrashResult.Count count(List<Promises> all) {
        long acknowledged = 0;
        long sent = 0;
        for (Promises promises : all) {
            acknowledged += promises.acknowledged();
            sent += promises.sent();
        }
        return new CrashResult.Count(
                acknowledged, sent - acknowledged, kept.size(), lost.size(), doubled.size(), altered.size());
    }

    /// Adds up to `most` of each kind to `examples`.
    void addExamples(List<String> examples, int most) {
        List<Set<String>> kinds = List.of(lost, doubled, altered);
        List<String> names = List.of("lost: ", "doubled: ", "altered: ");
        for (int i = 0; i < kinds.size(); i++) {
            List<String> shown = new ArrayList<>(kinds.get(i));
            for (String what : shown.subList(0, Math.min(most, shown.size()))) {
                examples.add(names.get(i) + what);
            }
        }
    }
}
