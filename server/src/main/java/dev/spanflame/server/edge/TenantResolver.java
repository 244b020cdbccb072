package dev.spanflame.server.edge;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Tenant;
import dev.spanflame.proto.edge.Headers;
import dev.spanflame.proto.edge.Route.TenantRule;
import java.util.List;

/// Turns `X-Scope-OrgID`, a header or gRPC metadata, into tenants: the same rules on every port.
///
/// Multi-tenancy off: the header is ignored and everything belongs to [Tenant#ANONYMOUS]. On: a missing or
/// empty header is 401, more than one header and a bad id are 400, and `a|b` is for reads alone. Thread-safe.
public final class TenantResolver {
    /// Name of the header.
    public static final String HEADER = "X-Scope-OrgID";

    private static final List<Tenant> ANONYMOUS = List.of(Tenant.ANONYMOUS);
    private final boolean multiTenancy;

    /// `multiTenancy` says whether tenants are told apart.
    public TenantResolver(boolean multiTenancy) {
        this.multiTenancy = multiTenancy;
    }

    /// Tenants of a caller with `headers` at an endpoint with `rule`; never empty.
    ///
    /// Throws [BackendException] of kind UNAUTHENTICATED or BAD_REQUEST.
    public List<Tenant> resolve(Headers headers, TenantRule rule) {
        if (!multiTenancy || rule == TenantRule.NONE) {
            return ANONYMOUS;
        }
        List<String> values = headers.all(HEADER);
        if (values.size() > 1) {
            throw invalid("header " + HEADER + " was sent " + values.size() + " times; send it once");
        }
        if (values.isEmpty() || values.getFirst().isEmpty()) {
            throw new BackendException(
                    ErrorKind.UNAUTHENTICATED,
                    "no_tenant",
                    "no org id: multi-tenancy is on and the header " + HEADER + " is missing or empty");
        }
        String value = values.getFirst();
        if (rule == TenantRule.MANY) {
            return Tenant.parseAll(value);
        }
        if (value.indexOf('|') >= 0) {
            throw invalid("header " + HEADER + " names several tenants ('|'); this call takes exactly one");
        }
        return List.of(new Tenant(value));
    }

    private static BackendException invalid(String message) {
        return BackendException.badRequest("invalid_tenant", message);
    }
}
