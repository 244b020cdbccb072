package dev.spanflame.block;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Signal;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.TimeRange;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What is known of a block without opening it: its entry in the commit log.
///
/// `startNanos` and `endNanos` bound every instant in the block (nanoseconds since the epoch). `rows` counts spans or
/// samples, `items` traces or profiles. `level` is 0 as flushed and rises by one with each compaction. `objects` are
/// all objects of the block, `meta.json` last.
public record BlockMeta(
        String id,
        String tenant,
        String signal,
        int formatVersion,
        long startNanos,
        long endNanos,
        long rows,
        long items,
        int level,
        long createdMillis,
        List<BlockObject> objects) {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd");

    /// Copies the list.
    public BlockMeta {
        objects = List.copyOf(objects);
    }

    /// One object of a block: its name in the block's folder, its size in bytes, the CRC-32C of its content.
    public record BlockObject(String name, long size, int crc32c) {}

    /// The id as a value.
    public BlockId blockId() {
        return new BlockId(id);
    }

    /// Returns this; throws a [BackendException] of kind UNIMPLEMENTED where the block has a newer format version than
    /// `newest`.
    public BlockMeta requireVersion(int newest) {
        if (!isReadable(newest)) {
            throw new BackendException(
                    ErrorKind.UNIMPLEMENTED,
                    "unknown_block_format",
                    "block '" + folder() + "' has format version " + formatVersion + ", this program reads up to "
                            + newest + "; use a newer one");
        }
        return this;
    }

    /// Whether a program reads the block whose newest format version is `newest`.
    public boolean isReadable(int newest) {
        return formatVersion >= 1 && formatVersion <= newest;
    }

    /// The same with these objects.
    public BlockMeta withObjects(List<BlockObject> newObjects) {
        return new BlockMeta(
                id, tenant, signal, formatVersion, startNanos, endNanos, rows, items, level, createdMillis, newObjects);
    }

    /// Bytes of all objects.
    public long bytes() {
        return objects.stream().mapToLong(BlockObject::size).sum();
    }

    /// Every instant in the block lies in this range.
    public TimeRange range() {
        return new TimeRange(startNanos, endNanos);
    }

    /// The block's folder in the store: `<tenant>/<signal>/<day of its first instant>/<id>/`.
    public String folder() {
        return folder(new Tenant(tenant), Signal.ofLabel(signal), startNanos, new BlockId(id));
    }

    /// Key of one of its objects.
    public String key(String object) {
        return folder() + object;
    }

    /// Size of the object with this name; 0 if the block has none.
    public long sizeOf(String object) {
        return objects.stream()
                .filter(o -> o.name().equals(object))
                .mapToLong(BlockObject::size)
                .sum();
    }

    /// The id in the key of something in the folder of a block; empty where the key is of something else.
    public static Optional<String> idIn(String key) {
        String[] parts = key.split("/", -1);
        boolean isBlock = parts.length > 4
                && Arrays.stream(Signal.values())
                        .anyMatch(signal -> signal.label().equals(parts[1]));
        return isBlock ? Optional.of(parts[3]) : Optional.empty();
    }

    /// Folder of a block that begins at `startNanos`.
    public static String folder(Tenant tenant, Signal signal, long startNanos, BlockId id) {
        Instant start = Instant.ofEpochSecond(Math.floorDiv(startNanos, 1_000_000_000L));
        String day = DAY.format(start.atOffset(ZoneOffset.UTC));
        return tenant.id() + "/" + signal.label() + "/" + day + "/" + id + "/";
    }
}
