package dev.spanflame.querier.tempo.table;

import dev.spanflame.querier.arrow.ArrowField;
import dev.spanflame.querier.arrow.ArrowWriter;
import dev.spanflame.traceql.eval.NamedValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Columns for named values that rows have, behind columns of fixed names. Used by one thread.
///
/// A name that comes twice in one row has a column for each time, the second called `name_2`; so has a name that a
/// fixed column bears.
final class ValueColumns {
    private final int first;
    private final Set<String> taken;
    // By name and how often it came before in the row.
    private final Map<NameInRow, ValueType> columns = new LinkedHashMap<>();

    private record NameInRow(String name, int before) {}

    ValueColumns(List<ArrowField> fixed) {
        first = fixed.size();
        taken = new HashSet<>();
        fixed.forEach(field -> taken.add(field.name()));
    }

    /// Makes room for the values of a row.
    void admit(List<NamedValue> row) {
        Map<String, Integer> seen = new LinkedHashMap<>();
        for (NamedValue value : row) {
            int before = seen.merge(value.name(), 1, Integer::sum) - 1;
            columns.computeIfAbsent(new NameInRow(value.name(), before), _ -> new ValueType())
                    .admit(value.value());
        }
    }

    /// The fixed columns and those of all values admitted.
    List<ArrowField> behind(List<ArrowField> fixed) {
        List<ArrowField> fields = new ArrayList<>(fixed);
        Set<String> names = new HashSet<>(taken);
        columns.forEach((key, type) -> fields.add(new ArrowField(free(key.name(), names), type.type())));
        return fields;
    }

    private static String free(String wanted, Set<String> names) {
        String name = wanted;
        for (int i = 2; !names.add(name); i++) {
            name = wanted + '_' + i;
        }
        return name;
    }

    /// Puts the values of a row into their columns.
    void put(List<NamedValue> row, ArrowWriter out) {
        Map<String, Integer> seen = new LinkedHashMap<>();
        List<NameInRow> present = new ArrayList<>();
        for (NamedValue value : row) {
            present.add(new NameInRow(value.name(), seen.merge(value.name(), 1, Integer::sum) - 1));
        }
        int column = first;
        for (Map.Entry<NameInRow, ValueType> entry : columns.entrySet()) {
            int at = present.indexOf(entry.getKey());
            if (at >= 0) {
                entry.getValue().put(row.get(at).value(), out, column);
            }
            column++;
        }
    }
}
