package dev.spanflame.server.grpc;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Tenant;
import dev.spanflame.proto.edge.RpcMethod;
import dev.spanflame.server.edge.Admission;
import dev.spanflame.server.edge.BodyInflater;
import dev.spanflame.server.edge.EdgeMeters;
import dev.spanflame.server.edge.MediaTypes;
import dev.spanflame.server.edge.Printable;
import dev.spanflame.server.edge.RequestHead;
import dev.spanflame.server.edge.Service;
import dev.spanflame.server.edge.TenantResolver;
import dev.spanflame.server.edge.Work;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Serves [RpcMethod]s as gRPC, gRPC-Web and Connect, told apart by content type. Takes calls of its
/// methods and every gRPC call; other requests are left to the next service.
public final class RpcService implements Service {
    private final Map<String, RpcMethod> methods = new HashMap<>();
    private final TenantResolver tenants;
    private final BodyInflater inflater;
    private final EdgeMeters meters;

    /// Throws [IllegalArgumentException] when two methods have one path.
    public RpcService(List<RpcMethod> methods, TenantResolver tenants, BodyInflater inflater, EdgeMeters meters) {
        for (RpcMethod method : methods) {
            if (this.methods.put(method.path(), method) != null) {
                throw new IllegalArgumentException("two methods for " + method.path());
            }
        }
        this.tenants = tenants;
        this.inflater = inflater;
        this.meters = meters;
    }

    @Override
    public Optional<Admission> admit(RequestHead head) {
        int question = head.target().indexOf('?');
        String path = question < 0 ? head.target() : head.target().substring(0, question);
        String type = head.header("Content-Type");
        RpcMethod method = methods.get(path);
        if (method == null) {
            return MediaTypes.isGrpc(type) && head.http2() ? Optional.of(unknownMethod(path)) : Optional.empty();
        }
        if (!head.method().equals("POST")) {
            return Optional.of(refuse(
                    ConnectWork.refusing(method, meters),
                    ErrorKind.METHOD_NOT_ALLOWED,
                    "method_not_allowed",
                    "a remote procedure is called by POST, not by " + Printable.text(head.method(), 32)));
        }
        if ((MediaTypes.isGrpc(type) || MediaTypes.isGrpcWeb(type)) && !MediaTypes.isOfProto(type)) {
            return Optional.of(refuse(
                    ConnectWork.refusing(method, meters),
                    ErrorKind.UNSUPPORTED_MEDIA,
                    "unsupported_media",
                    "messages of Content-Type " + Printable.text(type, 60)
                            + " cannot be read; expected protobuf (+proto)"));
        }
        if (MediaTypes.isGrpc(type)) {
            return Optional.of(grpc(head, method));
        }
        if (MediaTypes.isGrpcWeb(type) && !method.serverStreaming()) {
            return Optional.of(grpcWeb(head, method, MediaTypes.isGrpcWebText(type)));
        }
        return Optional.of(connect(head, method, MediaTypes.essence(type)));
    }

    private Admission grpcWeb(RequestHead head, RpcMethod method, boolean text) {
        try {
            inflater.check(head.header("grpc-encoding"));
            List<Tenant> allowed = tenants.resolve(head.headers(), method.tenantRule());
            return Admission.take(new GrpcWebWork(method, text, new RpcContext(allowed, inflater, meters)));
        } catch (BackendException e) {
            return Admission.refuse(GrpcWebWork.refusing(method, text, meters), e);
        }
    }

    private Admission unknownMethod(String path) {
        return refuse(
                GrpcWork.refusing("none", meters),
                ErrorKind.UNIMPLEMENTED,
                "unknown_method",
                "no such method here: " + Printable.text(path, 200));
    }

    private Admission grpc(RequestHead head, RpcMethod method) {
        if (!head.http2()) {
            return refuse(
                    ConnectWork.refusing(method, meters),
                    ErrorKind.UNSUPPORTED_MEDIA,
                    "unsupported_media",
                    "gRPC needs HTTP/2 and this request came over HTTP/1.1; a proxy in between may speak only HTTP/1.1");
        }
        try {
            List<Tenant> allowed = tenants.resolve(head.headers(), method.tenantRule());
            GrpcWork work = GrpcWork.of(method, head, new RpcContext(allowed, inflater, meters));
            return Admission.take(work);
        } catch (BackendException e) {
            return Admission.refuse(GrpcWork.refusing(method.path(), meters), e);
        }
    }

    private Admission connect(RequestHead head, RpcMethod method, String type) {
        Work refusing = ConnectWork.refusing(method, meters);
        boolean json = type.equals(MediaTypes.JSON);
        boolean known =
                type.equals(MediaTypes.CONNECT_PROTO) || (json && method.json().isPresent());
        if (!known || method.serverStreaming()) {
            return refuse(
                    refusing,
                    ErrorKind.UNSUPPORTED_MEDIA,
                    "unsupported_media",
                    "content type '" + Printable.text(type, 60) + "' is not spoken at " + method.path() + "; use "
                            + spoken(method));
        }
        try {
            ConnectWork.checkVersion(head);
            inflater.check(head.header("Content-Encoding"));
            List<Tenant> allowed = tenants.resolve(head.headers(), method.tenantRule());
            return Admission.take(new ConnectWork(method, json, new RpcContext(allowed, inflater, meters)));
        } catch (BackendException e) {
            return Admission.refuse(refusing, e);
        }
    }

    private static String spoken(RpcMethod method) {
        if (method.serverStreaming()) {
            return "application/grpc over HTTP/2";
        }
        String json = method.json().isPresent() ? "application/json, " : "";
        return "application/proto, " + json + "or application/grpc over HTTP/2";
    }

    private static Admission refuse(Work work, ErrorKind kind, String reason, String text) {
        return Admission.refuse(work, new BackendException(kind, reason, text));
    }
}
