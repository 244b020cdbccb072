package dev.spanflame.block.profile.store;

import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.profile.Forest;
import dev.spanflame.block.profile.ProfilePartition;
import dev.spanflame.block.profile.ProfileRows;
import dev.spanflame.block.profile.StackValues;
import dev.spanflame.block.profile.join.ThreadColumn;
import dev.spanflame.block.profile.trie.ServiceGrove;
import dev.spanflame.model.Labels;
import dev.spanflame.model.TimeRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// A block as a [ProfilePartition], for one query.
final class OpenBlock implements ProfilePartition {
    private static final int[] PLAIN = {ProfileTables.SAMPLE_STACK, ProfileTables.SAMPLE_VALUE};
    private static final int[] WITH_IDS = {
        ProfileTables.SAMPLE_STACK, ProfileTables.SAMPLE_VALUE, ProfileTables.SAMPLE_SPAN, ProfileTables.SAMPLE_TRACE
    };
    private static final int[] ALL = {
        ProfileTables.SAMPLE_STACK,
        ProfileTables.SAMPLE_VALUE,
        ProfileTables.SAMPLE_SPAN,
        ProfileTables.SAMPLE_TRACE,
        ProfileTables.SAMPLE_TIME,
        ProfileTables.SAMPLE_THREAD
    };
    private static final long[] NONE = new long[0];

    private final BlockTables tables;
    private final BlockSource source;

    OpenBlock(BlockTables tables, BlockSource source) {
        this.tables = tables;
        this.source = source;
    }

    @Override
    public TimeRange range() {
        return tables.index().range();
    }

    @Override
    public int seriesCount() {
        return tables.index().series().size();
    }

    @Override
    public Labels labels(int series) {
        return tables.index().series().get(series);
    }

    @Override
    public ProfileRows rows() {
        return tables.index().rows();
    }

    @Override
    public int stackCount() {
        return tables.index().stackCount();
    }

    @Override
    public void samples(int from, int to, Detail detail, SampleSink sink) {
        int[] wanted = switch (detail) {
            case VALUES -> PLAIN;
            case IDS -> WITH_IDS;
            case ALL -> ALL;
        };
        try {
            source.table(tables.index(), ProfileTables.SAMPLES).read(from, to, wanted, (_, columns) -> {
                SampleColumns samples = samples(columns, detail);
                sink.accept(samples, 0, samples.stacks().length);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SampleColumns samples(List<ColumnData> columns, Detail detail) {
        int[] stacks = TableScan.ints(columns.getFirst());
        int count = stackCount();
        for (int stack : stacks) {
            if (stack < 0 || stack >= count) {
                throw source.corrupt("a sample names stack " + stack + " of " + count);
            }
        }
        long[] values = TableScan.numbers(columns.get(1));
        if (detail == Detail.VALUES) {
            return new SampleColumns(stacks, values, NONE, NONE, NONE, NONE, ThreadColumn.NONE);
        }
        ColumnData traces = columns.get(3);
        boolean traced = traces.presence().count() > 0;
        ColumnValues.Wides ids = (ColumnValues.Wides) traces.values();
        return new SampleColumns(
                stacks,
                values,
                TableScan.numbers(columns.get(2)),
                traced ? TableScan.spread(traces.presence(), ids.highs()) : NONE,
                traced ? TableScan.spread(traces.presence(), ids.lows()) : NONE,
                detail == Detail.ALL ? TableScan.numbers(columns.get(4)) : NONE,
                detail == Detail.ALL ? threads(columns.get(5)) : ThreadColumn.NONE);
    }

    private static ThreadColumn threads(ColumnData column) {
        if (column.presence().count() == 0) {
            return ThreadColumn.NONE;
        }
        ColumnValues.Texts texts = (ColumnValues.Texts) column.values();
        long[] numbers = new long[texts.count()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = texts.ids()[i] + 1L;
        }
        return new ThreadColumn(TableScan.spread(column.presence(), numbers), 1, texts.entries());
    }

    /// What the block knows of its stacks.
    BlockCode code() {
        return new BlockCode(tables, source);
    }

    @Override
    public void addStacks(StackValues values, Forest forest) {
        try {
            BlockTables.Names names = tables.names(source);
            ServiceGrove.Names each = names.each();
            NodeTotals totals = new NodeTotals(tables, source, values, each.ids().length);
            // whoever looks for native frames looks at all names
            if (forest.isGrowing() && !names.places()) {
                totals.plantGroves(forest, each);
            } else {
                totals.plant(forest, frame -> forest.name(each.texts(), each.ids()[frame]));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
