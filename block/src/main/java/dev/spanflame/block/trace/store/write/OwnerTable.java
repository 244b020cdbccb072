package dev.spanflame.block.trace.store.write;

import dev.spanflame.block.column.ColumnCollector;
import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.parquet.table.ColumnSpec;
import dev.spanflame.block.parquet.table.LogicalType;
import dev.spanflame.block.parquet.table.PhysicalType;
import dev.spanflame.block.parquet.table.TableSchema;
import dev.spanflame.block.trace.AttributeKey;
import dev.spanflame.block.trace.MemoryTable;
import dev.spanflame.block.trace.ServiceNames;
import dev.spanflame.block.trace.store.BlockTable;
import dev.spanflame.block.trace.store.SourceTable;
import dev.spanflame.block.trace.store.TableShape;
import dev.spanflame.model.trace.Attribute;
import dev.spanflame.model.trace.AttributeValue;
import dev.spanflame.model.trace.Resource;
import dev.spanflame.model.trace.Scope;
import dev.spanflame.proto.otlp.AnyValueCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;

/// Writes `resources.parquet` and `scopes.parquet`, and those of their attributes that get no column.
final class OwnerTable {
    private static final int GROUP_ROWS = 1 << 16;

    private final BlockFiles files;
    private final RestWriter rest;

    OwnerTable(BlockFiles files, RestWriter rest) {
        this.files = files;
        this.rest = rest;
    }

    /// No column but attributes.
    private enum Nothing {}

    /// Columns before the attributes.
    private static final class Head {
        private final List<ColumnSpec> specs = new ArrayList<>();
        private final List<ColumnCollector> collectors = new ArrayList<>();

        Head add(ColumnSpec spec) {
            specs.add(spec);
            collectors.add(new ColumnCollector(spec.type() == PhysicalType.BYTE_ARRAY));
            return this;
        }

        void number(int column, int row, long value) {
            collectors.get(column).add(row, value);
        }

        void text(int column, int row, byte[] bytes) {
            collectors.get(column).addText(row, bytes, 0, bytes.length);
        }

        void text(int column, int row, String text) {
            text(column, row, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /// Writes the resources, numbered by their place in the list.
    void resources(List<Resource> resources) throws IOException {
        for (int from = 0; from < resources.size(); from += GROUP_ROWS) {
            List<Resource> part = resources.subList(from, Math.min(resources.size(), from + GROUP_ROWS));
            Head head = new Head()
                    .add(ColumnSpec.required("id", PhysicalType.INT32, LogicalType.NONE))
                    .add(text("service_name"))
                    .add(text("schema_url"))
                    .add(ColumnSpec.required("dropped_attributes", PhysicalType.INT32, LogicalType.UNSIGNED))
                    .add(ColumnSpec.optional("entity_refs", PhysicalType.BYTE_ARRAY, LogicalType.NONE));
            for (int i = 0; i < part.size(); i++) {
                Resource resource = part.get(i);
                head.number(0, i, from + i);
                head.text(1, i, ServiceNames.of(resource));
                head.text(2, i, resource.schemaUrl());
                head.number(3, i, resource.droppedAttributes() & 0xffff_ffffL);
                if (resource.entityRefs().value().length > 0) {
                    head.text(4, i, resource.entityRefs().value());
                }
            }
            write(
                    BlockTable.RESOURCES,
                    from,
                    head,
                    part.stream().map(Resource::attributes).toList(),
                    resources.stream().map(Resource::attributes).toList());
        }
    }

    /// Writes the scopes, numbered by their place in the list.
    void scopes(List<Scope> scopes) throws IOException {
        for (int from = 0; from < scopes.size(); from += GROUP_ROWS) {
            List<Scope> part = scopes.subList(from, Math.min(scopes.size(), from + GROUP_ROWS));
            Head head = new Head()
                    .add(ColumnSpec.required("id", PhysicalType.INT32, LogicalType.NONE))
                    .add(text("name"))
                    .add(text("version"))
                    .add(text("schema_url"))
                    .add(ColumnSpec.required("dropped_attributes", PhysicalType.INT32, LogicalType.UNSIGNED));
            for (int i = 0; i < part.size(); i++) {
                Scope scope = part.get(i);
                head.number(0, i, from + i);
                head.text(1, i, scope.name());
                head.text(2, i, scope.version());
                head.text(3, i, scope.schemaUrl());
                head.number(4, i, scope.droppedAttributes() & 0xffff_ffffL);
            }
            write(
                    BlockTable.SCOPES,
                    from,
                    head,
                    part.stream().map(Scope::attributes).toList(),
                    scopes.stream().map(Scope::attributes).toList());
        }
    }

    private static ColumnSpec text(String name) {
        return ColumnSpec.required(name, PhysicalType.BYTE_ARRAY, LogicalType.STRING);
    }

    private void write(BlockTable table, int first, Head head, List<List<Attribute>> owners, List<List<Attribute>> all)
            throws IOException {
        String prefix = table == BlockTable.RESOURCES ? "resource." : "scope.";
        TableShape<Nothing> shape = new TableShape<>(table, prefix, List.<Nothing>of(), List.of());
        SortedSet<AttributeKey> keys = KeyPlan.choose(counts(all), all.size());
        List<ColumnSpec> specs = new ArrayList<>(head.specs);
        keys.forEach(key -> specs.add(shape.attribute(key)));
        Runs runs = new Runs();
        runs.add(0, 0, owners.size());
        AttributeGather attributes = new AttributeGather(
                shape,
                keys,
                new Gather(runs, new ColumnArrays()),
                List.of(SourceTable.of(
                        new MemoryTable<>(owners.size(), new EnumMap<>(Nothing.class), columns(owners)))));
        List<ColumnData> columns = new ArrayList<>();
        head.collectors.forEach(collector -> columns.add(collector.view().toColumn(owners.size())));
        columns.addAll(attributes.columns());
        files.writer(table, new TableSchema(specs)).writeRowGroup(columns);
        rest.write(table, first, attributes.rest());
    }

    private static Map<AttributeKey, Long> counts(List<List<Attribute>> owners) {
        Map<AttributeKey, Long> counts = new HashMap<>();
        for (List<Attribute> owner : owners) {
            distinct(owner).forEach((key, value) -> counts.merge(new AttributeKey(key, value.type()), 1L, Long::sum));
        }
        return counts;
    }

    /// Of attributes with equal keys the last.
    private static Map<String, AttributeValue> distinct(List<Attribute> owner) {
        Map<String, AttributeValue> values = new TreeMap<>();
        owner.forEach(attribute -> values.put(attribute.key(), attribute.value()));
        return values;
    }

    private static Map<AttributeKey, ColumnData> columns(List<List<Attribute>> owners) {
        Map<AttributeKey, ColumnCollector> collectors = new HashMap<>();
        for (int i = 0; i < owners.size(); i++) {
            int row = i;
            distinct(owners.get(i)).forEach((key, value) -> {
                AttributeKey column = new AttributeKey(key, value.type());
                add(collectors.computeIfAbsent(column, each -> new ColumnCollector(each.isText())), row, value);
            });
        }
        Map<AttributeKey, ColumnData> columns = new HashMap<>();
        collectors.forEach((key, collector) -> columns.put(key, collector.view().toColumn(owners.size())));
        return columns;
    }

    private static void add(ColumnCollector collector, int row, AttributeValue value) {
        switch (value) {
            case AttributeValue.Empty() -> collector.add(row, 0);
            case AttributeValue.Bool(boolean flag) -> collector.add(row, flag ? 1 : 0);
            case AttributeValue.Int(long number) -> collector.add(row, number);
            case AttributeValue.Real(double number) -> collector.add(row, Double.doubleToRawLongBits(number));
            case AttributeValue.Text(String text) -> addText(collector, row, text.getBytes(StandardCharsets.UTF_8));
            case AttributeValue.Bytes(byte[] bytes) -> addText(collector, row, bytes);
            case AttributeValue.Array _, AttributeValue.Map _ -> addText(collector, row, AnyValueCodec.encode(value));
        }
    }

    private static void addText(ColumnCollector collector, int row, byte[] bytes) {
        collector.addText(row, bytes, 0, bytes.length);
    }
}
