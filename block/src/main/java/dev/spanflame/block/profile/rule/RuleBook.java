package dev.spanflame.block.profile.rule;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Tenant;
import dev.spanflame.objectstore.ListRequest;
import dev.spanflame.objectstore.Listing;
import dev.spanflame.objectstore.NoSuchObjectException;
import dev.spanflame.objectstore.ObjectInfo;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.ObjectStore.PutResult;
import dev.spanflame.proto.settings.v1.RecordingRulesStore;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The rules of tenants in the object store: every change is an object of its own with the next number,
/// `<tenant>/recording-rules/<20 digits>`, put only where none has this number yet, so that no process
/// overwrites the change of another. Thread-safe.
public final class RuleBook {
    private static final int ATTEMPTS = 10;
    private static final int KEPT_VERSIONS = 5;

    private final ObjectStore store;

    /// Rules in `store`.
    public RuleBook(ObjectStore store) {
        this.store = store;
    }

    /// All rules of a tenant as they are now.
    public RecordingRulesStore read(Tenant tenant) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<String> newest = newest(tenant);
            if (newest.isEmpty()) {
                return RecordingRulesStore.getDefaultInstance();
            }
            try {
                return parse(newest.get());
            } catch (NoSuchObjectException _) {
                // other processes have changed the rules so often since that this version is gone
            }
        }
        throw busy();
    }

    /// Changes the rules of a tenant. `change` is asked again when another process was faster.
    ///
    /// Throws what `change` throws, and [BackendException] of kind UNAVAILABLE when others were always
    /// faster.
    public RecordingRulesStore change(Tenant tenant, UnaryOperator<RecordingRulesStore> change) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            RecordingRulesStore known = read(tenant);
            RecordingRulesStore changed = change.apply(known).toBuilder()
                    .setGeneration(known.getGeneration() + 1)
                    .build();
            String key = key(tenant, changed.getGeneration());
            byte[] bytes = changed.toByteArray();
            if (store.putIfAbsent(key, bytes) == PutResult.CREATED || isOurs(key, bytes)) {
                forget(tenant, changed.getGeneration() - KEPT_VERSIONS);
                return changed;
            }
        }
        throw busy();
    }

    /// Whether the winner is this process, whose answer was lost.
    private boolean isOurs(String key, byte[] bytes) throws IOException {
        try {
            return Arrays.equals(store.get(key), bytes);
        } catch (NoSuchObjectException _) {
            return false;
        }
    }

    private static BackendException busy() {
        return new BackendException(
                ErrorKind.UNAVAILABLE, "rules_changed", "the rules are being changed by others; try again");
    }

    private void forget(Tenant tenant, long through) throws IOException {
        List<ObjectInfo> old = store.list(ListRequest.objects(folder(tenant))).objects();
        for (ObjectInfo object : old) {
            if (object.key().compareTo(key(tenant, Math.max(0, through))) <= 0) {
                store.delete(object.key());
            }
        }
    }

    private Optional<String> newest(Tenant tenant) throws IOException {
        ListRequest request = ListRequest.objects(folder(tenant));
        Optional<String> newest = Optional.empty();
        while (true) {
            Listing page = store.list(request);
            if (!page.objects().isEmpty()) {
                newest = Optional.of(page.objects().getLast().key());
            }
            if (page.next().isEmpty()) {
                return newest;
            }
            request = request.after(page.next().get());
        }
    }

    private RecordingRulesStore parse(String key) throws IOException {
        try {
            return RecordingRulesStore.parseFrom(store.get(key));
        } catch (InvalidProtocolBufferException e) {
            throw new BackendException(
                    ErrorKind.CORRUPT, "damaged_rules", "object '" + key + "' holds no rules: " + e.getMessage(), e);
        }
    }

    private static String folder(Tenant tenant) {
        return tenant.id() + "/recording-rules/";
    }

    private static String key(Tenant tenant, long number) {
        return folder(tenant) + String.format(Locale.ROOT, "%020d", number);
    }
}
