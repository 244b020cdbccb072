package dev.spanflame.block.trace.store.write;

import dev.spanflame.block.trace.AttributeKey;
import dev.spanflame.block.trace.store.TableShape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// Chooses which attributes of a table get a column of their own.
///
/// A key gets one column, for the type most of its values have; of keys that are equal but for case, only the most
/// frequent; and only if at least one row in [#RARE] has it. The most frequent [#MOST] get theirs.
final class KeyPlan {
    /// Most attribute columns of a table.
    static final int MOST = 256;

    /// Rows for each of which a key must come once to have a column.
    static final long RARE = 4096;

    /// Most bytes of a key with a column: the name stands in every footer.
    static final int LONGEST_KEY = 256;

    /// Values of more bytes are kept apart from columns.
    static final int LARGEST_VALUE = 16 << 10;

    private KeyPlan() {}

    /// The keys with columns, out of the number of rows that have each key, in a table of `rows` rows.
    static SortedSet<AttributeKey> choose(Map<AttributeKey, Long> counts, long rows) {
        List<Map.Entry<AttributeKey, Long>> candidates = new ArrayList<>();
        for (Map.Entry<AttributeKey, Long> entry : counts.entrySet()) {
            boolean isFrequent = entry.getValue() > 0 && entry.getValue() >= rows / RARE;
            if (isFrequent
                    && TableShape.hasColumn(entry.getKey().type())
                    && isName(entry.getKey().key())) {
                candidates.add(entry);
            }
        }
        candidates.sort(Map.Entry.<AttributeKey, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())));
        SortedSet<AttributeKey> chosen = new TreeSet<>();
        Set<String> names = new HashSet<>();
        for (Map.Entry<AttributeKey, Long> entry : candidates) {
            if (chosen.size() < MOST && names.add(entry.getKey().key().toLowerCase(Locale.ROOT))) {
                chosen.add(entry.getKey());
            }
        }
        return chosen;
    }

    /// The counts of several inputs added up.
    static Map<AttributeKey, Long> sum(List<Map<AttributeKey, Long>> counts) {
        Map<AttributeKey, Long> sums = new HashMap<>();
        counts.forEach(each -> each.forEach((key, count) -> sums.merge(key, count, Long::sum)));
        return sums;
    }

    private static boolean isName(String key) {
        if (key.getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY) {
            return false;
        }
        for (int i = 0; i < key.length(); i++) {
            if (Character.isISOControl(key.charAt(i)) || Character.isSurrogate(key.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
