package dev.spanflame.proto.edge;

import dev.spanflame.model.Tenant;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Who calls and whether they still wait.
///
/// `tenants` holds exactly one tenant for a write, one or more for a read. `cancelled` turns true within a second
/// of the caller's disconnect, reset or deadline; long work asks it now and then.
public record Caller(List<Tenant> tenants, Headers headers, BooleanSupplier cancelled) {
    /// Copies the list.
    public Caller {
        tenants = List.copyOf(tenants);
    }

    /// The same caller, who is gone once `ended` says so.
    public Caller endedBy(BooleanSupplier ended) {
        return new Caller(tenants, headers, ended);
    }

    /// The tenant of a write.
    public Tenant tenant() {
        return tenants.getFirst();
    }

    /// A caller inside this process, for tools and tests.
    public static Caller local(Tenant tenant) {
        return new Caller(List.of(tenant), new Headers(), () -> false);
    }
}
