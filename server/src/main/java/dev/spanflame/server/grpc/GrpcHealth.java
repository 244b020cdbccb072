package dev.spanflame.server.grpc;

import com.google.protobuf.CodedInputStream;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.proto.edge.Caller;
import dev.spanflame.proto.edge.Route.TenantRule;
import dev.spanflame.proto.edge.RpcMethod;
import dev.spanflame.server.edge.Printable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// `grpc.health.v1.Health/Check`, which container platforms and gRPC load balancers ask.
///
/// The request names a service in field 1, or none for the whole server; the reply has a status in field 1:
/// SERVING = 1, NOT_SERVING = 2.
public final class GrpcHealth {
    private static final int MAX_REQUEST = 4096;

    private final Set<String> services = new TreeSet<>();
    private final BooleanSupplier ready;

    private GrpcHealth(List<RpcMethod> methods, BooleanSupplier ready) {
        methods.forEach(method -> services.add(method.service()));
        this.ready = ready;
    }

    /// The method, for the services of `methods`, which all serve while `ready` says so.
    public static RpcMethod check(List<RpcMethod> methods, BooleanSupplier ready) {
        GrpcHealth health = new GrpcHealth(methods, ready);
        return new RpcMethod(
                "grpc.health.v1.Health",
                "Check",
                MAX_REQUEST,
                TenantRule.NONE,
                false,
                Optional.empty(),
                health::answer);
    }

    private void answer(Caller caller, byte[] request, Consumer<byte[]> replies) {
        String service = service(request);
        if (!service.isEmpty() && !services.contains(service)) {
            throw new BackendException(
                    ErrorKind.NOT_FOUND,
                    "unknown_service",
                    "no such service here: " + Printable.text(service, 100) + "; there are "
                            + String.join(", ", services));
        }
        replies.accept(new byte[] {1 << 3, (byte) (ready.getAsBoolean() ? 1 : 2)});
    }

    private static String service(byte[] request) {
        try {
            CodedInputStream in = CodedInputStream.newInstance(request);
            String service = "";
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag == (1 << 3 | 2)) {
                    service = in.readStringRequireUtf8();
                } else if (!in.skipField(tag)) {
                    break;
                }
            }
            return service;
        } catch (IOException e) {
            throw BackendException.badRequest(
                    "malformed_protobuf", "request is not a grpc.health.v1.HealthCheckRequest: " + e.getMessage());
        }
    }
}
