package dev.spanflame.load.trace;

import dev.spanflame.load.trace.ShopService.Runtime;
import java.util.ArrayList;
import java.util.List;

/// The shop whose traffic is sent: 40 services in six namespaces that call each other, callers before callees.
public final class Shop {
    /// Instances of each service.
    static final int INSTANCES = 3;

    /// Services that take requests from outside, the first of the list.
    static final int EDGES = 4;

    private static final List<String> EDGE_NAMES = List.of("frontend", "mobile-gateway", "partner-api", "admin-ui");
    private static final List<String> NAMES = List.of(
            "checkout",
            "cart",
            "catalog",
            "search",
            "accounts",
            "recommendation",
            "orders",
            "payments",
            "fraud-check",
            "billing",
            "invoices",
            "ledger",
            "refunds",
            "shipping",
            "tracking",
            "warehouse",
            "stock",
            "suppliers",
            "pricing",
            "promotions",
            "coupons",
            "currency",
            "tax",
            "reviews",
            "ratings",
            "images",
            "content",
            "sessions",
            "identity",
            "consent",
            "notifications",
            "mailer",
            "sms",
            "events",
            "audit",
            "exports");
    private static final List<String> NAMESPACES =
            List.of("shop", "payments", "logistics", "pricing", "content", "platform");
    private static final List<String> TABLES = List.of("items", "events", "history", "settings");

    private static final List<ShopService> SERVICES = make();

    private Shop() {}

    /// Names of all services.
    public static List<String> serviceNames() {
        return SERVICES.stream().map(ShopService::name).toList();
    }

    static List<ShopService> services() {
        return SERVICES;
    }

    private static List<ShopService> make() {
        List<String> names = new ArrayList<>(EDGE_NAMES);
        names.addAll(NAMES);
        List<ShopService> services = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            services.add(new ShopService(
                    i,
                    names.get(i),
                    i < EDGES ? "edge" : NAMESPACES.get((i - EDGES) / 6),
                    i % 5 == 3 ? Runtime.GO : i % 7 == 0 ? Runtime.NODE : Runtime.JAVA,
                    i % 3 == 1 ? Dialect.OLD : Dialect.STABLE,
                    routes(names.get(i)),
                    tables(names.get(i)),
                    calls(i, names.size())));
        }
        return List.copyOf(services);
    }

    private static List<String> routes(String name) {
        String root = "/api/v1/" + name.replace('-', '/');
        return List.of(root, root + "/{id}", root + "/{id}/items", root + "/search", root + "/batch");
    }

    private static List<String> tables(String name) {
        List<String> tables = new ArrayList<>();
        tables.add(name.replace('-', '_'));
        for (String table : TABLES) {
            tables.add(name.replace('-', '_') + "_" + table);
        }
        return List.copyOf(tables);
    }

    /// Later services only, so that no call goes round in a circle.
    private static List<Integer> calls(int index, int size) {
        List<Integer> calls = new ArrayList<>();
        for (int step : new int[] {1, 2, 4, 7, 11, 17}) {
            if (index < EDGES) {
                calls.add(EDGES + (index * 5 + step) % 14);
            } else if (index + step < size) {
                calls.add(index + step);
            }
        }
        return List.copyOf(calls);
    }
}
