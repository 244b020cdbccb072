package dev.spanflame.ingester.receive;

import dev.spanflame.ingester.ProfileIntake;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.proto.edge.RpcMethod;
import dev.spanflame.proto.otlp.json.OtlpProfilesJson;
import dev.spanflame.proto.pyroscope.ProfileRequest;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesPartialSuccess;
import io.opentelemetry.proto.collector.profiles.v1development.ExportProfilesServiceResponse;
import java.util.ArrayList;
import java.util.List;

/// OTLP's profiles service, over gRPC and HTTP, in the layouts of opentelemetry-proto 1.7 to 1.11.
public final class OtlpProfiles {
    /// Path of the service over HTTP.
    public static final String PATH = "/v1development/profiles";

    private final ProfileIntake intake;
    private final AgentControl control;
    private final OtlpEndpoint endpoint;

    /// Requests of at most `maxBytes` after inflation go to `intake`.
    public OtlpProfiles(ProfileIntake intake, int maxBytes, AgentControl control) {
        this.intake = intake;
        this.control = control;
        this.endpoint = new OtlpEndpoint(
                "opentelemetry.proto.collector.profiles.v1development.ProfilesService",
                PATH,
                maxBytes,
                OtlpProfilesJson::toProtobuf,
                this::store);
    }

    /// The service over gRPC.
    public RpcMethod method() {
        return endpoint.method();
    }

    /// The service over HTTP.
    public Route route() {
        return endpoint.route();
    }

    private ExportProfilesServiceResponse store(Caller caller, byte[] request) {
        ProfileIntake.Result result = intake.store(caller.tenant(), new ProfileRequest.Otlp(request));
        ExportProfilesServiceResponse.Builder response = ExportProfilesServiceResponse.newBuilder();
        String message = message(result);
        if (!message.isEmpty()) {
            response.setPartialSuccess(ExportProfilesPartialSuccess.newBuilder()
                    .setRejectedProfiles(result.refusedProfiles())
                    .setErrorMessage(message));
        }
        return response.setUnknownFields(control.answer(caller)).build();
    }

    /// What the sender should know. Samples of zeros only and samples without a stack say nothing and
    /// are not worth a word.
    private static String message(ProfileIntake.Result result) {
        List<String> parts = new ArrayList<>();
        result.error().map(BackendException::text).ifPresent(parts::add);
        int negative = result.refusedSamples().getOrDefault(ProfileBatch.Refusal.NEGATIVE_VALUE, 0);
        if (negative > 0) {
            parts.add(negative + " samples with a value below 0 are left out of profiles that are stored");
        }
        return String.join("; ", parts);
    }
}
