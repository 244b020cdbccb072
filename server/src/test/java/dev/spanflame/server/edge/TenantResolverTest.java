package dev.spanflame.server.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Tenant;
import dev.spanflame.proto.edge.Headers;
import dev.spanflame.proto.edge.Route.TenantRule;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TenantResolverTest {
    private final TenantResolver on = new TenantResolver(true);

    private static Headers headers(String... values) {
        Headers headers = new Headers();
        for (String value : values) {
            headers.add("x-scope-ORGID", value);
        }
        return headers;
    }

    private void refused(ErrorKind kind, TenantRule rule, String... values) {
        assertThatThrownBy(() -> on.resolve(headers(values), rule))
                .isInstanceOfSatisfying(
                        BackendException.class,
                        error -> assertThat(error.kind()).isEqualTo(kind));
    }

    @Test
    void ignoresEverythingWhileItIsOff() {
        TenantResolver off = new TenantResolver(false);
        assertThat(off.resolve(headers("a", "///"), TenantRule.ONE)).containsExactly(Tenant.ANONYMOUS);
        assertThat(off.resolve(headers(), TenantRule.MANY)).containsExactly(Tenant.ANONYMOUS);
    }

    @Test
    void readsOneOrMany() {
        assertThat(on.resolve(headers("team-a"), TenantRule.ONE)).containsExactly(new Tenant("team-a"));
        assertThat(on.resolve(headers("b|a|b"), TenantRule.MANY)).isEqualTo(List.of(new Tenant("a"), new Tenant("b")));
        assertThat(on.resolve(headers(), TenantRule.NONE)).containsExactly(Tenant.ANONYMOUS);
    }

    @Test
    void refusesMissingEmptyDoubledAndBadOnes() {
        refused(ErrorKind.UNAUTHENTICATED, TenantRule.ONE);
        refused(ErrorKind.UNAUTHENTICATED, TenantRule.MANY, "");
        refused(ErrorKind.BAD_REQUEST, TenantRule.MANY, "a", "a");
        refused(ErrorKind.BAD_REQUEST, TenantRule.ONE, "a|b");
        for (String bad : new String[] {"..", ".", "a/b", "a b", "ä", "a\u0000", "x".repeat(151), "a|", "|"}) {
            refused(ErrorKind.BAD_REQUEST, TenantRule.MANY, bad);
        }
    }
}
