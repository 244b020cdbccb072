package dev.spanflame.ingester.receive;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.Timestamps;
import dev.spanflame.block.symbols.BuildId;
import dev.spanflame.block.symbols.SymbolObjects;
import dev.spanflame.block.symbols.SymbolQuota;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Tenant;
import dev.spanflame.objectstore.Payload;
import dev.spanflame.proto.debuginfo.v1alpha1.DeleteDebuginfoRequest;
import dev.spanflame.proto.debuginfo.v1alpha1.DeleteDebuginfoResponse;
import dev.spanflame.proto.debuginfo.v1alpha1.FileMetadata;
import dev.spanflame.proto.debuginfo.v1alpha1.ListDebuginfoRequest;
import dev.spanflame.proto.debuginfo.v1alpha1.ListDebuginfoResponse;
import dev.spanflame.proto.debuginfo.v1alpha1.ObjectMetadata;
import dev.spanflame.proto.debuginfo.v1alpha1.ShouldInitiateUploadRequest;
import dev.spanflame.proto.debuginfo.v1alpha1.ShouldInitiateUploadResponse;
import dev.spanflame.proto.debuginfo.v1alpha1.UploadFinishedRequest;
import dev.spanflame.proto.debuginfo.v1alpha1.UploadFinishedResponse;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.proto.edge.RpcMethod;
import dev.spanflame.proto.symbols.DebugFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Pyroscope's `debuginfo.v1alpha1.DebuginfoService`, by which profilers bring files with symbols: they
/// ask whether a file is wanted, send it by HTTP, and say that it is there. Thread-safe.
public final class DebuginfoUploads {
    private static final String SERVICE = "debuginfo.v1alpha1.DebuginfoService";
    private static final int MAX_MESSAGE = 1 << 20;
    /// Clients know this reason.
    private static final String DISABLED = "DebugInfo upload disabled";
    /// After so long another sender may try.
    private static final Duration STALE = Duration.ofMinutes(7);

    private final SymbolObjects objects;
    private final InstantSource clock;
    private final Settings settings;

    /// Keeps files in `objects`.
    public DebuginfoUploads(SymbolObjects objects, InstantSource clock, Settings settings) {
        this.objects = objects;
        this.clock = clock;
        this.settings = settings;
    }

    /// Whether files are taken at all, the size of one in bytes, and what the files of a tenant may be. Those who send
    /// at once may go beyond by as many files as there are of them.
    /// While a file comes it lies in the folder `spool`.
    public record Settings(boolean enabled, int maxFileBytes, SymbolQuota quota, Path spool) {}

    /// The endpoint that takes files.
    public Route route() {
        return new Route(
                        Set.of("POST"),
                        "/" + SERVICE + "/Upload/{id}",
                        settings.maxFileBytes(),
                        Route.TenantRule.ONE,
                        Route.ErrorFormat.CONNECT,
                        this::upload)
                .spooledIn(settings.spool());
    }

    /// The procedures.
    public List<RpcMethod> methods() {
        return List.of(
                method(
                        "ShouldInitiateUpload",
                        ShouldInitiateUploadRequest.getDefaultInstance(),
                        ShouldInitiateUploadResponse.getDefaultInstance(),
                        this::begin),
                method(
                        "UploadFinished",
                        UploadFinishedRequest.getDefaultInstance(),
                        UploadFinishedResponse.getDefaultInstance(),
                        this::finish),
                method(
                        "ListDebuginfo",
                        ListDebuginfoRequest.getDefaultInstance(),
                        ListDebuginfoResponse.getDefaultInstance(),
                        this::list),
                method(
                        "DeleteDebuginfo",
                        DeleteDebuginfoRequest.getDefaultInstance(),
                        DeleteDebuginfoResponse.getDefaultInstance(),
                        this::delete));
    }

    private static <Q extends Message, R extends Message> RpcMethod method(
            String name, Q request, R reply, RpcMethod.Unary<Q, R> call) {
        return RpcMethod.unary(
                SERVICE, name, Route.TenantRule.ONE, MAX_MESSAGE, new RpcMethod.Codec<>(request, reply), call);
    }

    private ShouldInitiateUploadResponse begin(Caller caller, ShouldInitiateUploadRequest request) throws IOException {
        if (!settings.enabled()) {
            return answer(false, DISABLED);
        }
        if (!request.hasFile()) {
            throw BackendException.badRequest("missing_file", "the request has no 'file'; expected what is to be sent");
        }
        FileMetadata file = request.getFile();
        if (file.getGnuBuildId().isEmpty()) {
            return answer(false, "the file has no GNU build id, by which alone it could be found again");
        }
        if (file.getType() != FileMetadata.Type.TYPE_EXECUTABLE_FULL
                && file.getType() != FileMetadata.Type.TYPE_EXECUTABLE_NO_TEXT) {
            throw BackendException.badRequest(
                    "invalid_file_type",
                    "the type of the file is " + file.getTypeValue()
                            + "; expected TYPE_EXECUTABLE_FULL or TYPE_EXECUTABLE_NO_TEXT");
        }
        BuildId id = BuildId.parse(file.getGnuBuildId());
        Optional<ObjectMetadata> known = about(caller.tenant(), id);
        if (known.isPresent() && known.get().getState() == ObjectMetadata.State.STATE_UPLOADED) {
            return answer(false, "the file is here already");
        }
        if (known.isPresent() && begun(known.get()).plus(STALE).isAfter(clock.instant())) {
            return answer(false, "another sender is sending the file");
        }
        SymbolQuota.Used used = objects.used(caller.tenant());
        if (known.isEmpty() && !settings.quota().hasRoom(used)) {
            return answer(false, "there is no room: " + settings.quota().told(used));
        }
        save(
                caller.tenant(),
                id,
                ObjectMetadata.newBuilder()
                        .setFile(file)
                        .setState(ObjectMetadata.State.STATE_UPLOADING)
                        .setStartedAt(Timestamps.fromMillis(clock.millis()))
                        .build());
        return answer(true, known.isPresent() ? "an earlier sender did not finish" : "the file is not known yet");
    }

    private static ShouldInitiateUploadResponse answer(boolean wanted, String reason) {
        return ShouldInitiateUploadResponse.newBuilder()
                .setShouldInitiateUpload(wanted)
                .setReason(reason)
                .build();
    }

    private static Instant begun(ObjectMetadata about) {
        return Instant.ofEpochSecond(about.getStartedAt().getSeconds());
    }

    /// A file that says that it is another one is refused: its symbols would be wrong. What is refused must be
    /// announced
    /// again, by whomever.
    private HttpReply upload(HttpCall call) throws IOException {
        BuildId id = BuildId.parse(call.pathParameters().getOrDefault("id", ""));
        Tenant tenant = call.caller().tenant();
        boolean announced = about(tenant, id)
                .filter(about -> about.getState() == ObjectMetadata.State.STATE_UPLOADING)
                .isPresent();
        if (!settings.enabled() || !announced) {
            return HttpReply.text(
                    412, "no upload of build id " + id + " was announced; call ShouldInitiateUpload first");
        }
        try {
            if (call.file().isPresent()) {
                take(tenant, id, call.file().get());
            } else {
                check(tenant, id, MemorySegment.ofArray(call.body()));
                objects.putFile(tenant, id, Payload.of(call.body()));
            }
        } catch (BackendException e) {
            objects.withdraw(tenant, id);
            throw e;
        }
        return HttpReply.empty(200);
    }

    private void take(Tenant tenant, BuildId id, Path file) throws IOException {
        try (Arena arena = Arena.ofConfined();
                FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            check(tenant, id, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
        }
        objects.putFile(tenant, id, Payload.of(file));
    }

    private void check(Tenant tenant, BuildId id, MemorySegment file) throws IOException {
        Optional<String> own = new DebugFile(file, settings.maxFileBytes()).buildId();
        if (own.isPresent() && !own.get().equals(id.digits())) {
            throw BackendException.badRequest(
                    "wrong_build_id", "the file has the build id " + own.get() + ", not " + id);
        }
        SymbolQuota.Used used = objects.used(tenant);
        if (!settings.quota()
                .fits(used, file.byteSize() - objects.fileSize(tenant, id).orElse(0L))) {
            throw new BackendException(
                    ErrorKind.TOO_LARGE,
                    "symbols_full",
                    "the file has " + file.byteSize() + " bytes and does not fit: "
                            + settings.quota().told(used) + "; DeleteDebuginfo makes room");
        }
    }

    private UploadFinishedResponse finish(Caller caller, UploadFinishedRequest request) throws IOException {
        BuildId id = BuildId.parse(request.getGnuBuildId());
        ObjectMetadata about = about(caller.tenant(), id)
                .orElseThrow(() -> new BackendException(
                        ErrorKind.NOT_FOUND, "unknown_build_id", "no upload of build id " + id + " was announced"));
        long size = objects.fileSize(caller.tenant(), id)
                .orElseThrow(() -> BackendException.badRequest(
                        "missing_file", "no file of build id " + id + " was sent; post it to the path Upload/" + id));
        if (about.getState() != ObjectMetadata.State.STATE_UPLOADING) {
            throw BackendException.badRequest("finished", "the upload of build id " + id + " is finished already");
        }
        save(
                caller.tenant(),
                id,
                about.toBuilder()
                        .setState(ObjectMetadata.State.STATE_UPLOADED)
                        .setFinishedAt(Timestamps.fromMillis(clock.millis()))
                        .setSizeBytes(size)
                        .build());
        return UploadFinishedResponse.getDefaultInstance();
    }

    private ListDebuginfoResponse list(Caller caller, ListDebuginfoRequest request) throws IOException {
        ListDebuginfoResponse.Builder response = ListDebuginfoResponse.newBuilder();
        for (byte[] about : objects.all(caller.tenant())) {
            response.addObject(parse(about));
        }
        return response.build();
    }

    private DeleteDebuginfoResponse delete(Caller caller, DeleteDebuginfoRequest request) throws IOException {
        objects.delete(caller.tenant(), BuildId.parse(request.getGnuBuildId()));
        return DeleteDebuginfoResponse.getDefaultInstance();
    }

    private Optional<ObjectMetadata> about(Tenant tenant, BuildId id) throws IOException {
        return objects.about(tenant, id).map(DebuginfoUploads::parse);
    }

    private static ObjectMetadata parse(byte[] about) {
        try {
            return ObjectMetadata.parseFrom(about);
        } catch (InvalidProtocolBufferException e) {
            throw new BackendException(
                    ErrorKind.CORRUPT, "damaged_symbols", "what is known of a file with symbols is damaged", e);
        }
    }

    private void save(Tenant tenant, BuildId id, ObjectMetadata about) throws IOException {
        objects.putAbout(tenant, id, about.toByteArray());
    }
}
