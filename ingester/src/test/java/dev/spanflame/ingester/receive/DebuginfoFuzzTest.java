package dev.spanflame.ingester.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.symbols.BuildId;
import dev.spanflame.block.symbols.SymbolObjects;
import dev.spanflame.block.symbols.SymbolQuota;
import dev.spanflame.model.Tenant;
import dev.spanflame.objectstore.disk.RealDisk;
import dev.spanflame.objectstore.memory.MemoryObjectStore;
import dev.spanflame.proto.debuginfo.v1alpha1.DeleteDebuginfoRequest;
import dev.spanflame.proto.debuginfo.v1alpha1.FileMetadata;
import dev.spanflame.proto.debuginfo.v1alpha1.ShouldInitiateUploadRequest;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.QueryParameters;
import dev.spanflame.proto.edge.RpcMethod;
import dev.spanflame.proto.fuzz.Fuzzer;
import dev.spanflame.proto.fuzz.Fuzzer.Target;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damaged announcements of files with symbols, and damaged files.
final class DebuginfoFuzzTest {
    private static final Caller CALLER = Caller.local(Tenant.ANONYMOUS);
    private static final String ID = "00112233445566778899aabbccddeeff00112233";

    @TempDir
    Path folder;

    private final SymbolObjects objects =
            new SymbolObjects(new MemoryObjectStore(new RealDisk(), InstantSource.system()));

    private DebuginfoUploads uploads() {
        return new DebuginfoUploads(
                objects,
                InstantSource.system(),
                new DebuginfoUploads.Settings(true, 1 << 20, new SymbolQuota(50, 10 << 20), folder));
    }

    private static byte[] announcement() {
        return ShouldInitiateUploadRequest.newBuilder()
                .setFile(FileMetadata.newBuilder()
                        .setGnuBuildId(ID)
                        .setName("libshop.so")
                        .setType(FileMetadata.Type.TYPE_EXECUTABLE_FULL))
                .build()
                .toByteArray();
    }

    @Test
    void damagedMessagesAreAnsweredOrRefused() throws Exception {
        for (RpcMethod method : uploads().methods()) {
            byte[] seed = switch (method.name()) {
                case "ShouldInitiateUpload" -> announcement();
                case "DeleteDebuginfo" ->
                    DeleteDebuginfoRequest.newBuilder()
                            .setGnuBuildId(ID)
                            .build()
                            .toByteArray();
                default -> new byte[0];
            };
            if (!method.name().equals("UploadFinished")) {
                Fuzzer.Tally tally =
                        Fuzzer.run(new Target(method.name(), 1_000, bytes -> answer(method, bytes)), List.of(seed));
                assertThat(tally.refused()).as(method.name()).isPositive();
            }
        }
        assertThat(objects.used(Tenant.ANONYMOUS).files()).isLessThanOrEqualTo(50);
    }

    private static String answer(RpcMethod method, byte[] request) throws Exception {
        List<byte[]> replies = new ArrayList<>();
        method.handler().call(CALLER, request, replies::add);
        byte[] json = method.json().orElseThrow().replyToJson(replies.getFirst());
        return new String(json, 0, Math.min(40, json.length), StandardCharsets.UTF_8);
    }

    @Test
    void damagedFilesAreKeptOrRefusedAndForgotten() throws Exception {
        DebuginfoUploads uploads = uploads();
        RpcMethod announce = uploads.methods().getFirst();
        byte[] elf = new byte[128];
        System.arraycopy(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}, 0, elf, 0, 7);
        Target files = new Target("uploaded file", 1_000, bytes -> {
            objects.delete(Tenant.ANONYMOUS, BuildId.parse(ID));
            answer(announce, announcement());
            HttpCall call = new HttpCall(CALLER, "POST", "/up", Map.of("id", ID), QueryParameters.EMPTY, bytes);
            try {
                return "kept " + uploads.route().handler().handle(call).status();
            } finally {
                assertThat(objects.used(Tenant.ANONYMOUS).files()).isLessThan(2);
            }
        });

        assertThat(Fuzzer.run(files, List.of(elf)).refused()).isPositive();
    }
}
