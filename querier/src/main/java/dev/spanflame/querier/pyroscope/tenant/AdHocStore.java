package dev.spanflame.querier.pyroscope.tenant;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Hex;
import dev.spanflame.model.Tenant;
import dev.spanflame.objectstore.ListRequest;
import dev.spanflame.objectstore.NoSuchObjectException;
import dev.spanflame.objectstore.ObjectInfo;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.Payload;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Uploaded profiles of tenants as objects `<tenant>/adhoc/<id>`. Thread-safe.
///
/// An id is the time of the upload, 16 random digits and the name, of which characters other than
/// `A-Z a-z 0-9 . _ -` became `_`. A tenant has at most [#MAX_PROFILES]: a new one takes the place of the oldest.
final class AdHocStore {
    /// Profiles of one tenant.
    static final int MAX_PROFILES = 100;
    /// Bytes of a request, whose profile is base64.
    static final int MAX_REQUEST_BYTES = 24 << 20;

    private static final int MAX_NAME = 80;
    private static final Pattern ID = Pattern.compile("([0-9]{13})-[0-9a-f]{16}-([A-Za-z0-9._-]{1,80})");

    private final ObjectStore store;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final ReentrantLock lock = new ReentrantLock();

    AdHocStore(ObjectStore store, InstantSource clock, RandomGenerator random) {
        this.store = store;
        this.clock = clock;
        this.random = random;
    }

    /// An uploaded profile; `millis` is the time of the upload since the epoch.
    record Entry(String id, String name, long millis) {
        /// The entry of an id; throws [BackendException] of kind BAD_REQUEST for a text that is none.
        static Entry of(String id) {
            Matcher matcher = ID.matcher(id);
            if (!matcher.matches()) {
                String shown = id.length() > 120 ? id.substring(0, 120) + "..." : id;
                throw BackendException.badRequest(
                        "invalid_id", "'" + shown + "' is no id of an uploaded profile; List tells the ids");
            }
            return new Entry(id, matcher.group(2), Long.parseLong(matcher.group(1)));
        }
    }

    /// Keeps a profile and drops the oldest ones that are too many.
    Entry add(Tenant tenant, String name, byte[] profile) throws IOException {
        String clean = name.replaceAll("[^A-Za-z0-9._-]", "_");
        String shown = clean.isEmpty() ? "profile" : clean.substring(0, Math.min(MAX_NAME, clean.length()));
        String id = "%013d-%s-%s".formatted(clock.instant().toEpochMilli(), Hex.of(random.nextLong()), shown);
        lock.lock();
        try {
            store.put(folder(tenant) + id, Payload.of(profile));
            List<Entry> all = list(tenant);
            for (Entry old : all.subList(Math.min(MAX_PROFILES, all.size()), all.size())) {
                store.delete(folder(tenant) + old.id());
            }
        } finally {
            lock.unlock();
        }
        return Entry.of(id);
    }

    /// The bytes of a profile; throws [BackendException] of kind NOT_FOUND when there is none.
    byte[] get(Tenant tenant, Entry entry) throws IOException {
        try {
            return store.get(folder(tenant) + entry.id());
        } catch (NoSuchObjectException e) {
            throw new BackendException(
                    ErrorKind.NOT_FOUND,
                    "profile_not_found",
                    "there is no uploaded profile '" + entry.id() + "'; the newest " + MAX_PROFILES + " are kept",
                    e);
        }
    }

    /// The profiles of a tenant, the newest first.
    List<Entry> list(Tenant tenant) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (ObjectInfo object : store.list(new ListRequest(folder(tenant), "", 10 * MAX_PROFILES, false))
                .objects()) {
            String id = object.key().substring(folder(tenant).length());
            if (ID.matcher(id).matches()) {
                entries.add(Entry.of(id));
            }
        }
        return entries.reversed();
    }

    private static String folder(Tenant tenant) {
        return tenant.id() + "/adhoc/";
    }
}
