package dev.spanflame.block.overrides;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Hex;
import dev.spanflame.model.Tenant;
import dev.spanflame.objectstore.ListRequest;
import dev.spanflame.objectstore.Listing;
import dev.spanflame.objectstore.NoSuchObjectException;
import dev.spanflame.objectstore.ObjectInfo;
import dev.spanflame.objectstore.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/// Overrides of tenants in the object store, a numbered object for each version:
/// `<tenant>/overrides/<number in 20 digits>.json`. Thread-safe, in any number of processes.
///
/// Of two that write the same number one wins, because an object is only created if it is not there. The
/// newest [#KEPT] versions stay; a deletion is a version without overrides.
public final class OverridesStore {
    private static final System.Logger LOG = System.getLogger(OverridesStore.class.getName());
    private static final int KEPT = 10;
    private static final int DIGITS = 20;
    private static final String SUFFIX = ".json";
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private final ObjectStore store;
    private final RandomGenerator random;

    /// Over the objects of `store`; `random` tells writers apart.
    public OverridesStore(ObjectStore store, RandomGenerator random) {
        this.store = store;
        this.random = random;
    }

    /// What is stored: the number of the newest version, 0 where there never was one, and what it says;
    /// empty where nothing is set or it was deleted.
    public record Stored(long version, Optional<Overrides> overrides) {}

    /// The newest version.
    ///
    /// Throws [BackendException] of kind CORRUPT when its object is damaged.
    public Stored read(Tenant tenant) throws IOException {
        List<String> keys = keys(tenant);
        if (keys.isEmpty()) {
            return new Stored(0, Optional.empty());
        }
        String newest = keys.getLast();
        try {
            return new Stored(number(newest), overrides(newest, store.get(newest)));
        } catch (NoSuchObjectException e) {
            throw new BackendException(
                    ErrorKind.UNAVAILABLE,
                    "overrides_changed",
                    "the overrides of this tenant change faster than they can be read; try again",
                    e);
        }
    }

    /// Stores a version behind version `known`, or where there are no `overrides` the deletion of it.
    ///
    /// The number of the new version; empty when there is a newer one than `known` already.
    public OptionalLong write(Tenant tenant, long known, Optional<Overrides> overrides) throws IOException {
        byte[] content = content(overrides);
        String key = folder(tenant) + "%020d".formatted(known + 1) + SUFFIX;
        // An answer that got lost makes the winner meet its own object.
        boolean won = store.putIfAbsent(key, content) == ObjectStore.PutResult.CREATED
                || Arrays.equals(store.get(key), content);
        if (!won) {
            return OptionalLong.empty();
        }
        prune(tenant);
        return OptionalLong.of(known + 1);
    }

    private byte[] content(Optional<Overrides> overrides) throws IOException {
        ObjectNode content = JSON.createObjectNode().put("write_id", Hex.of(random.nextLong()));
        content.set(
                "overrides",
                overrides.isPresent() ? JSON.readTree(OverridesJson.print(overrides.get())) : JSON.nullNode());
        return JSON.writeValueAsBytes(content);
    }

    private static Optional<Overrides> overrides(String key, byte[] content) throws IOException {
        try {
            JsonNode overrides = JSON.readTree(content).path("overrides");
            return overrides.isObject()
                    ? Optional.of(OverridesJson.stored(JSON.writeValueAsBytes(overrides)))
                    : Optional.empty();
        } catch (JacksonException e) {
            throw new BackendException(
                    ErrorKind.CORRUPT,
                    "damaged_overrides",
                    "object '" + key + "' holds no overrides: " + e.getMessage(),
                    e);
        }
    }

    private void prune(Tenant tenant) {
        try {
            List<String> keys = keys(tenant);
            for (String old : keys.subList(0, Math.max(0, keys.size() - KEPT))) {
                store.delete(old);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "old overrides of tenant " + tenant + " stay for now", e);
        }
    }

    private List<String> keys(Tenant tenant) throws IOException {
        List<String> keys = new ArrayList<>();
        ListRequest request = ListRequest.objects(folder(tenant));
        while (true) {
            Listing page = store.list(request);
            for (ObjectInfo object : page.objects()) {
                if (isVersion(object.key())) {
                    keys.add(object.key());
                }
            }
            if (page.next().isEmpty()) {
                return keys;
            }
            request = request.after(page.next().get());
        }
    }

    private static boolean isVersion(String key) {
        String name = key.substring(key.lastIndexOf('/') + 1);
        return name.length() == DIGITS + SUFFIX.length()
                && name.endsWith(SUFFIX)
                && name.charAt(0) == '0'
                && name.chars().limit(DIGITS).allMatch(c -> c >= '0' && c <= '9');
    }

    private static long number(String key) {
        int from = key.lastIndexOf('/') + 1;
        return Long.parseLong(key, from, from + DIGITS, 10);
    }

    private static String folder(Tenant tenant) {
        return tenant.id() + "/overrides/";
    }
}
