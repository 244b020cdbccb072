package dev.spanflame.querier.tempo.overrides;

import dev.spanflame.block.overrides.Overrides;
import dev.spanflame.block.overrides.OverridesJson;
import dev.spanflame.block.overrides.OverridesStore;
import dev.spanflame.block.overrides.OverridesStore.Stored;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Tenant;
import dev.spanflame.proto.edge.HttpCall;
import dev.spanflame.proto.edge.HttpReply;
import dev.spanflame.proto.edge.Route;
import dev.spanflame.querier.tempo.parameter.Shown;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// `/api/overrides`: a tenant reads, replaces, patches and deletes what it set for itself; `/status/overrides` shows
/// it. Thread-safe.
///
/// Each state has a version, the header `ETag`. Who replaces or deletes says in `If-Match` which version it
/// has seen (0: there is none), so that nobody undoes what another did meanwhile.
public final class OverridesApi {
    private static final int MAX_BODY_BYTES = 1 << 20;
    private static final int ATTEMPTS = 20;
    private static final Set<String> TRUTHS = Set.of("1", "t", "T", "true", "TRUE", "True");
    private static final Set<String> UNTRUTHS = Set.of("0", "f", "F", "false", "FALSE", "False");

    private final OverridesStore store;

    /// Over what is in `store`.
    public OverridesApi(OverridesStore store) {
        this.store = store;
    }

    /// The endpoint, for each of its methods.
    public List<Route> routes() {
        return List.of(
                route("GET", this::get),
                route("POST", this::post),
                route("PATCH", this::patch),
                route("DELETE", this::delete),
                page("/status/overrides", this::tenants),
                page("/status/overrides/{tenant}", this::tenant));
    }

    private static Route page(String pattern, Route.Handler handler) {
        return new Route(Set.of("GET", "HEAD"), pattern, 0, Route.TenantRule.ONE, Route.ErrorFormat.TEXT, handler);
    }

    private static Route route(String method, Route.Handler handler) {
        return new Route(
                Set.of(method),
                "/api/overrides",
                method.equals("GET") ? 0 : MAX_BODY_BYTES,
                Route.TenantRule.ONE,
                Route.ErrorFormat.TEXT,
                handler);
    }

    /// Nothing but the tenant sets overrides here, so that both scopes are the same.
    private HttpReply get(HttpCall call) throws IOException {
        String scope = call.query().firstOr("scope", "api");
        if (!scope.equals("api") && !scope.equals("merged")) {
            throw BackendException.badRequest(
                    "invalid_scope", "unknown scope '" + Shown.of(scope) + "'; expected api or merged");
        }
        Stored stored = store.read(call.caller().tenant());
        return stored.overrides()
                .map(overrides -> shown(overrides, stored.version()))
                .orElseGet(() -> HttpReply.empty(404));
    }

    private HttpReply post(HttpCall call) throws IOException {
        String wanted = ifMatch(call);
        if (wanted.isEmpty()) {
            return HttpReply.text(428, "must specify If-Match header: the ETag of GET, or 0 where nothing is set");
        }
        checkParameters(call);
        Overrides overrides = OverridesJson.parse(call.body());
        Tenant tenant = call.caller().tenant();
        Stored stored = store.read(tenant);
        if (!isMatch(wanted, stored)) {
            return mismatch(wanted);
        }
        OptionalLong version = store.write(tenant, stored.version(), Optional.of(overrides));
        return version.isPresent()
                ? HttpReply.empty(200).withHeader("ETag", Long.toString(version.getAsLong()))
                : mismatch(wanted);
    }

    /// Needs no `If-Match`: a patch is applied to whatever there is, again if that changes meanwhile.
    private HttpReply patch(HttpCall call) throws IOException {
        checkParameters(call);
        Tenant tenant = call.caller().tenant();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Stored stored = store.read(tenant);
            Overrides patched = OverridesJson.merge(stored.overrides().orElse(Overrides.NONE), call.body());
            OptionalLong version = store.write(tenant, stored.version(), Optional.of(patched));
            if (version.isPresent()) {
                return shown(patched, version.getAsLong());
            }
        }
        throw new BackendException(
                ErrorKind.UNAVAILABLE,
                "overrides_changed",
                "overrides have been modified " + ATTEMPTS + " times while they were patched; try again");
    }

    private HttpReply delete(HttpCall call) throws IOException {
        String wanted = ifMatch(call);
        if (wanted.isEmpty()) {
            return HttpReply.text(428, "must specify If-Match header: the ETag of GET");
        }
        Tenant tenant = call.caller().tenant();
        Stored stored = store.read(tenant);
        if (stored.overrides().isEmpty()) {
            return HttpReply.empty(404);
        }
        if (!isMatch(wanted, stored)) {
            return mismatch(wanted);
        }
        return store.write(tenant, stored.version(), Optional.empty()).isPresent()
                ? HttpReply.empty(200)
                : mismatch(wanted);
    }

    /// What each tenant set whom the caller may ask about, which is one: Tempo shows all tenants to anybody.
    private HttpReply tenants(HttpCall call) throws IOException {
        Tenant tenant = call.caller().tenant();
        String set = store.read(tenant)
                .overrides()
                .map(overrides ->
                        "\"" + tenant.id() + "\":" + new String(OverridesJson.print(overrides), StandardCharsets.UTF_8))
                .orElse("");
        return HttpReply.json(("{\"tenants\":{" + set + "}}").getBytes(StandardCharsets.UTF_8));
    }

    private HttpReply tenant(HttpCall call) throws IOException {
        Tenant tenant = call.caller().tenant();
        return tenant.id().equals(call.pathParameters().get("tenant"))
                ? store.read(tenant)
                        .overrides()
                        .map(overrides -> HttpReply.json(OverridesJson.print(overrides)))
                        .orElseGet(() -> HttpReply.empty(404))
                : HttpReply.empty(404);
    }

    private static HttpReply shown(Overrides overrides, long version) {
        return HttpReply.json(OverridesJson.print(overrides)).withHeader("ETag", Long.toString(version));
    }

    /// The version, which some clients send in quotes as RFC 9110 has it.
    private static String ifMatch(HttpCall call) {
        String text = call.header("If-Match").strip();
        boolean quoted = text.length() > 2 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private static boolean isMatch(String wanted, Stored stored) {
        long there = stored.overrides().isPresent() ? stored.version() : 0;
        return wanted.equals(Long.toString(there));
    }

    private static HttpReply mismatch(String wanted) {
        return HttpReply.text(
                412,
                "version does not match: If-Match is '" + Shown.of(wanted) + "', which is not the ETag of GET"
                        + " (0 where nothing is set); read again");
    }

    /// Nothing conflicts here, so that the check may be skipped or not.
    private static void checkParameters(HttpCall call) {
        String skip = call.query().firstOr("skip-conflicting-overrides-check", "false");
        if (!TRUTHS.contains(skip) && !UNTRUTHS.contains(skip)) {
            throw BackendException.badRequest(
                    "invalid_parameter",
                    "skip-conflicting-overrides-check is '" + Shown.of(skip) + "'; expected true or false");
        }
    }
}
