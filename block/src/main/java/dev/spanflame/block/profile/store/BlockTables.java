package dev.spanflame.block.profile.store;

import dev.spanflame.block.column.ByteInterner;
import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.column.ColumnData;
import dev.spanflame.block.column.ColumnValues;
import dev.spanflame.block.profile.code.FrameText;
import dev.spanflame.block.profile.trie.ServiceGrove;
import dev.spanflame.block.profile.trie.ServiceNodes;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// The index of a block and those of its tables of code that queries have asked for, decoded. Thread-safe;
/// two threads that want the same part at once may both read it.
///
/// Nodes are kept service by service, so that a query about one service reads only that service's.
final class BlockTables {
    private static final int[] NODE_COLUMNS = {ProfileTables.NODE_PARENT, ProfileTables.NODE_FRAME};

    private final BlockIndex index;
    private final LongConsumer charge;
    private final AtomicReferenceArray<ServiceNodes> nodes;
    private final int[] firstNodes;
    private final int[] firstStacks;
    private volatile int @Nullable [] leaves;
    private volatile @Nullable Names names;
    private volatile @Nullable BlockSymbols symbols;

    /// `charge` is told of every byte of heap that is taken from now on.
    BlockTables(BlockIndex index, LongConsumer charge) {
        this.index = index;
        this.charge = charge;
        int services = index.services().size();
        this.nodes = new AtomicReferenceArray<>(services);
        this.firstNodes = new int[services + 1];
        this.firstStacks = new int[services + 1];
        for (int service = 0; service < services; service++) {
            firstNodes[service + 1] =
                    firstNodes[service] + index.services().get(service).nodes();
            firstStacks[service + 1] =
                    firstStacks[service] + index.services().get(service).stacks();
        }
    }

    /// Names of the functions of frames, and whether one looks like that of a place of a native program.
    record Names(ServiceGrove.Names each, boolean places) {}

    /// Number of services.
    int serviceCount() {
        return firstNodes.length - 1;
    }

    /// The first node of a service; for their number, the number of nodes.
    int firstNode(int service) {
        return firstNodes[service];
    }

    /// The first stack of a service; for their number, the number of stacks.
    int firstStack(int service) {
        return firstStacks[service];
    }

    BlockIndex index() {
        return index;
    }

    /// The node that each stack ends at, in ascending order.
    int[] leaves(BlockSource source) throws IOException {
        int[] known = leaves;
        if (known != null) {
            return known;
        }
        int[] read = new int[index.stackCount()];
        TableScan table = source.table(index, ProfileTables.LEAVES);
        requireRows(source, table, read.length, ProfileTables.LEAVES);
        table.read(0, read.length, new int[] {ProfileTables.LEAF_NODE}, (first, columns) -> {
            int[] nodes = TableScan.ints(columns.getFirst());
            System.arraycopy(nodes, 0, read, (int) first, nodes.length);
        });
        for (int service = 0; service < serviceCount(); service++) {
            int last = firstNodes[service];
            for (int stack = firstStacks[service]; stack < firstStacks[service + 1]; stack++) {
                if (read[stack] < last || read[stack] >= firstNodes[service + 1]) {
                    throw source.corrupt("stack " + stack + " ends at node " + read[stack] + ", not in [" + last + ", "
                            + firstNodes[service + 1] + ")");
                }
                last = read[stack];
            }
        }
        leaves = read;
        charge.accept(4L * read.length);
        return read;
    }

    /// Names of the functions of frames.
    Names names(BlockSource source) throws IOException {
        Names known = names;
        if (known != null) {
            return known;
        }
        TableScan table = source.table(index, ProfileTables.FUNCTIONS);
        int[] ids = new int[(int) table.rows()];
        ByteInterner texts = new ByteInterner();
        table.read(0, ids.length, new int[] {ProfileTables.FUNCTION_NAME}, (first, columns) -> {
            ColumnValues.Texts column = (ColumnValues.Texts) columns.getFirst().values();
            int[] numbers = numbers(column.entries(), texts);
            for (int i = 0; i < column.count(); i++) {
                ids[(int) first + i] = numbers[column.ids()[i]];
            }
        });
        ServiceGrove.Names each = new ServiceGrove.Names(texts.strings(), ofFrames(ids, source));
        Names read = new Names(each, FrameText.anyLooksLikePlace(each.texts()));
        names = read;
        charge.accept(4L * each.ids().length + texts.memoryBytes());
        return read;
    }

    /// Everything known of frames.
    BlockSymbols symbols(BlockSource source) throws IOException {
        BlockSymbols known = symbols;
        if (known != null) {
            return known;
        }
        BlockSymbols read = BlockSymbols.read(source, index);
        symbols = read;
        charge.accept(read.memoryBytes());
        return read;
    }

    /// Each text once, in however many row groups it is.
    private static int[] numbers(ByteStrings entries, ByteInterner texts) {
        int[] numbers = new int[entries.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = texts.intern(entries.bytes(), entries.offset(i), entries.length(i));
        }
        return numbers;
    }

    private int[] ofFrames(int[] nameOfFunction, BlockSource source) throws IOException {
        TableScan table = source.table(index, ProfileTables.FRAMES);
        int[] ids = new int[(int) table.rows()];
        table.read(0, ids.length, new int[] {ProfileTables.FRAME_FUNCTION}, (first, columns) -> {
            int[] functions = TableScan.ints(columns.getFirst());
            for (int i = 0; i < functions.length; i++) {
                if (functions[i] < 0 || functions[i] >= nameOfFunction.length) {
                    throw source.corrupt("a frame names function " + functions[i] + " of " + nameOfFunction.length);
                }
                ids[(int) first + i] = nameOfFunction[functions[i]];
            }
        });
        return ids;
    }

    /// Reads the nodes of the wanted services that are not there yet, neighbours together.
    void load(boolean[] wanted, ServiceNodes[] into, BlockSource source, int frameCount) throws IOException {
        for (int from = 0; from < wanted.length; from++) {
            if (wanted[from] && into[from] == null) {
                into[from] = nodes.get(from);
            }
        }
        for (int from = 0; from < wanted.length; from++) {
            int to = from;
            while (to < wanted.length && wanted[to] && into[to] == null) {
                to++;
            }
            if (to > from) {
                read(from, to, into, source, frameCount);
                from = to - 1;
            }
        }
    }

    private void read(int from, int to, ServiceNodes[] into, BlockSource source, int frameCount) throws IOException {
        int[] parents = new int[firstNodes[to] - firstNodes[from]];
        int[] frames = new int[parents.length];
        TableScan table = source.table(index, ProfileTables.STACKS);
        requireRows(source, table, index.nodeCount(), ProfileTables.STACKS);
        table.read(firstNodes[from], firstNodes[to], NODE_COLUMNS, (first, columns) -> {
            copy(columns.getFirst(), parents, (int) first - firstNodes[from]);
            copy(columns.get(1), frames, (int) first - firstNodes[from]);
        });
        check(frames, firstNodes[from], source, frameCount);
        for (int service = from; service < to; service++) {
            int first = firstNodes[service] - firstNodes[from];
            int end = firstNodes[service + 1] - firstNodes[from];
            try {
                into[service] = ServiceNodes.of(
                        Arrays.copyOfRange(parents, first, end), Arrays.copyOfRange(frames, first, end));
            } catch (IllegalArgumentException e) {
                throw source.corrupt("of those from " + firstNodes[service] + " on, " + e.getMessage());
            }
            nodes.set(service, into[service]);
            charge.accept(8L * (end - first));
        }
    }

    /// Hot path.
    private static void copy(ColumnData column, int[] target, int at) {
        int[] values = TableScan.ints(column);
        System.arraycopy(values, 0, target, at, values.length);
    }

    /// So that no later step can leave the tables.
    private static void check(int[] frames, int first, BlockSource source, int frameCount) {
        for (int i = 0; i < frames.length; i++) {
            if (frames[i] < 0 || frames[i] >= frameCount) {
                throw source.corrupt("node " + (first + i) + " names frame " + frames[i] + " of " + frameCount);
            }
        }
    }

    private void requireRows(BlockSource source, TableScan table, long expected, String name) {
        if (table.rows() != expected) {
            throw source.corrupt("table '" + name + "' has " + table.rows() + " rows, not " + expected);
        }
    }

    /// Heap taken before any table was read.
    long baseBytes() {
        return index.memoryBytes() + 16L * nodes.length();
    }

    @Override
    public String toString() {
        return "tables of " + index.stackCount() + " stacks, read: " + Arrays.asList(leaves != null, names != null);
    }
}
