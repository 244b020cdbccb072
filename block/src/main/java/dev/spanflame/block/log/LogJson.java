package dev.spanflame.block.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.spanflame.block.BlockMeta;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// JSON of log entries and checkpoints: snake_case names; unknown names are ignored, so that newer programs may add.
final class LogJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    private LogJson() {}

    /// A checkpoint: the whole state after an entry.
    record Checkpoint(
            long number, List<BlockMeta> blocks, List<Snapshot.Removed> removed, List<LogEntry.Flushed> flushed) {}

    static byte[] entry(LogEntry entry) {
        return write(entry);
    }

    static LogEntry entry(String key, byte[] json) {
        return read(key, json, LogEntry.class);
    }

    static byte[] checkpoint(Snapshot snapshot) {
        List<LogEntry.Flushed> flushed = new ArrayList<>();
        snapshot.flushed()
                .forEach((key, through) -> flushed.add(new LogEntry.Flushed(key.ingester(), key.signal(), through)));
        List<BlockMeta> blocks = List.copyOf(new TreeMap<>(snapshot.blocks()).values());
        List<Snapshot.Removed> removed = List.copyOf(new TreeMap<>(snapshot.removed()).values());
        return write(new Checkpoint(snapshot.number(), blocks, removed, flushed));
    }

    static Snapshot checkpoint(String key, long number, byte[] json) {
        Checkpoint checkpoint = read(key, json, Checkpoint.class);
        if (checkpoint.number() != number) {
            throw corrupt(key, "it holds the state after entry " + checkpoint.number());
        }
        Map<String, BlockMeta> blocks = new HashMap<>();
        checkpoint.blocks().forEach(meta -> blocks.put(meta.id(), meta));
        Map<String, Snapshot.Removed> removed = new HashMap<>();
        checkpoint.removed().forEach(gone -> removed.put(gone.meta().id(), gone));
        Map<Snapshot.FlushKey, Long> flushed = new HashMap<>();
        checkpoint
                .flushed()
                .forEach(flush ->
                        flushed.put(new Snapshot.FlushKey(flush.ingester(), flush.signal()), flush.walThrough()));
        return new Snapshot(checkpoint.number(), blocks, removed, flushed);
    }

    private static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("own record cannot be written as JSON", e);
        }
    }

    private static <T> T read(String key, byte[] json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (IOException | IllegalArgumentException e) {
            throw corrupt(key, e.getMessage());
        }
    }

    private static BackendException corrupt(String key, @Nullable String why) {
        return new BackendException(
                ErrorKind.CORRUPT, "corrupt_log", "'" + key + "' of the commit log cannot be read: " + why);
    }
}
