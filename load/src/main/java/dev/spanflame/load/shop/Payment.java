package dev.spanflame.load.shop;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;

/// The service `payment`: signs a charge, asks the gateway, and hands it on for settlement. Some cards are declined,
/// and the gateway does not always answer.
final class Payment {
    private final Tracer tracer;
    private final Faults faults;
    private final Settlement settlement;

    Payment(ShopService service, Faults faults, Settlement settlement) {
        this.tracer = service.tracer();
        this.faults = faults;
        this.settlement = settlement;
        service.route("POST", "/charge", this::charge);
    }

    private String charge(ShopRequest request) throws ShopException {
        int cents = request.number("cents");
        String user = request.required("user");
        Span.current().setAttribute("shop.payment.cents", (long) cents).setAttribute("user.id", user);
        String signature = CardSigner.sign(user + ":" + cents);
        gateway(signature);
        if (faults.happens(50)) {
            throw new ShopException.PaymentDeclined("the issuer declined a charge of " + cents + " cents");
        }
        enqueue(cents);
        return signature;
    }

    private void gateway(String signature) throws ShopException {
        Span span = tracer.spanBuilder("authorize card")
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("rpc.system", "grpc")
                .setAttribute("rpc.service", "cards.v1.Gateway")
                .setAttribute("rpc.method", "Authorize")
                .setAttribute("server.address", "gateway.cards.example")
                .setAttribute("shop.payment.signature", signature)
                .startSpan();
        try (Scope _ = span.makeCurrent()) {
            faults.delay(25);
            if (faults.happens(70)) {
                faults.delay(200);
                ShopException timeout = new ShopException.GatewayTimeout("the card gateway did not answer in time");
                span.recordException(timeout);
                span.setStatus(StatusCode.ERROR, String.valueOf(timeout.getMessage()));
                throw timeout;
            }
        } finally {
            span.end();
        }
    }

    private void enqueue(int cents) {
        Span span = tracer.spanBuilder("send charges")
                .setSpanKind(SpanKind.PRODUCER)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.destination.name", "charges")
                .setAttribute("messaging.operation.name", "send")
                .startSpan();
        boolean accepted = settlement.offer(new Settlement.Charge(span.getSpanContext(), cents));
        if (!accepted) {
            span.setStatus(StatusCode.ERROR, "the queue of charges is full");
        }
        span.end();
    }
}
