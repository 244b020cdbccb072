package dev.spanflame.querier.pyroscope.tenant;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Tenant;
import dev.spanflame.objectstore.ListRequest;
import dev.spanflame.objectstore.Listing;
import dev.spanflame.objectstore.NoSuchObjectException;
import dev.spanflame.objectstore.ObjectInfo;
import dev.spanflame.objectstore.ObjectStore;
import dev.spanflame.objectstore.Payload;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.settings.v1.DeleteSettingsRequest;
import dev.spanflame.proto.settings.v1.DeleteSettingsResponse;
import dev.spanflame.proto.settings.v1.GetSettingsRequest;
import dev.spanflame.proto.settings.v1.GetSettingsResponse;
import dev.spanflame.proto.settings.v1.SetSettingsRequest;
import dev.spanflame.proto.settings.v1.SetSettingsResponse;
import dev.spanflame.proto.settings.v1.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Settings of tenants, an object of the store for each: `<tenant>/settings/<name in hexadecimal>`.
/// Thread-safe; of writes of several processes at once the last one holds.
final class SettingsRpcs {
    private static final int MAX_SETTINGS = 200;
    private static final int MAX_NAME_BYTES = 200;
    private static final int MAX_VALUE_BYTES = 1 << 20;

    private final ObjectStore store;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();

    SettingsRpcs(ObjectStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    GetSettingsResponse get(Caller caller, GetSettingsRequest request) throws IOException {
        GetSettingsResponse.Builder response = GetSettingsResponse.newBuilder();
        for (ObjectInfo object : objects(caller.tenant()).objects()) {
            read(object.key()).ifPresent(response::addSettings);
        }
        return response.build();
    }

    /// Refuses a setting that was changed before the stored one was; without a time it is changed now.
    SetSettingsResponse set(Caller caller, SetSettingsRequest request) throws IOException {
        Setting wanted = request.getSetting();
        String key = key(caller.tenant(), wanted.getName());
        if (wanted.getValueBytes().size() > MAX_VALUE_BYTES) {
            throw BackendException.badRequest(
                    "setting_too_large",
                    "the value has " + wanted.getValueBytes().size() + " bytes; expected at most " + MAX_VALUE_BYTES);
        }
        lock.lock();
        try {
            Optional<Setting> known = read(key);
            if (known.isEmpty() && objects(caller.tenant()).objects().size() >= MAX_SETTINGS) {
                throw BackendException.badRequest(
                        "too_many_settings", "a tenant has at most " + MAX_SETTINGS + " settings; delete one first");
            }
            Setting setting = wanted.getModifiedAt() == 0
                    ? wanted.toBuilder()
                            .setModifiedAt(clock.instant().toEpochMilli())
                            .build()
                    : wanted;
            if (known.isPresent() && known.get().getModifiedAt() > setting.getModifiedAt()) {
                throw BackendException.badRequest(
                        "setting_is_older",
                        "setting '" + wanted.getName() + "' was changed at "
                                + known.get().getModifiedAt() + ", after " + setting.getModifiedAt()
                                + "; read it again and send a later modifiedAt");
            }
            store.put(key, Payload.of(setting.toByteArray()));
            return SetSettingsResponse.newBuilder().setSetting(setting).build();
        } finally {
            lock.unlock();
        }
    }

    DeleteSettingsResponse delete(Caller caller, DeleteSettingsRequest request) throws IOException {
        store.delete(key(caller.tenant(), request.getName()));
        return DeleteSettingsResponse.getDefaultInstance();
    }

    private Listing objects(Tenant tenant) throws IOException {
        return store.list(new ListRequest(folder(tenant), "", MAX_SETTINGS, false));
    }

    private static String folder(Tenant tenant) {
        return tenant.id() + "/settings/";
    }

    private static String key(Tenant tenant, String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        if (utf8.length == 0 || utf8.length > MAX_NAME_BYTES) {
            throw BackendException.badRequest(
                    "invalid_setting_name",
                    "the name of a setting has " + utf8.length + " bytes; expected 1 to " + MAX_NAME_BYTES);
        }
        return folder(tenant) + HexFormat.of().formatHex(utf8);
    }

    private Optional<Setting> read(String key) throws IOException {
        try {
            return Optional.of(Setting.parseFrom(store.get(key)));
        } catch (NoSuchObjectException _) {
            return Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            throw new BackendException(
                    ErrorKind.CORRUPT,
                    "damaged_setting",
                    "object '" + key + "' holds no setting: " + e.getMessage(),
                    e);
        }
    }
}
