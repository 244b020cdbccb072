package dev.spanflame.load.shop;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;

/// The service `inventory`: reserves what is bought; now and then something is out of stock or its warehouse slow.
final class Inventory {
    private final Faults faults;
    private final Database database;

    Inventory(ShopService service, Faults faults) {
        this.faults = faults;
        this.database = new Database(service.tracer(), faults, "inventory");
        service.route("POST", "/reserve", this::reserve);
    }

    private String reserve(ShopRequest request) throws ShopException {
        String[] items = request.required("items").split(",", -1);
        Span span = Span.current().setAttribute("shop.order.items", (long) items.length);
        for (String item : items) {
            database.run("UPDATE", "stock", "UPDATE stock SET free = free - 1 WHERE product = $1 AND free > 0", 2);
            if (faults.happens(25)) {
                throw new ShopException.OutOfStock("product " + item + " is out of stock");
            }
            span.addEvent(
                    "stock reserved",
                    Attributes.builder()
                            .put("shop.product.id", item)
                            .put("shop.warehouse", "w" + faults.number(3))
                            .build());
        }
        if (faults.happens(60)) {
            span.addEvent("warehouse is slow");
            faults.delay(300);
        }
        return "reserved";
    }
}
