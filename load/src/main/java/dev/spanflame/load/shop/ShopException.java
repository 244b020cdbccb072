package dev.spanflame.load.shop;

/// A call that a service of the shop answers with an error.
class ShopException extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;

    ShopException(int status, String message) {
        super(message);
        this.status = status;
    }

    /// HTTP status of the answer.
    int status() {
        return status;
    }

    /// The card issuer says no.
    static final class PaymentDeclined extends ShopException {
        private static final long serialVersionUID = 1;

        PaymentDeclined(String message) {
            super(402, message);
        }
    }

    /// The payment gateway does not answer.
    static final class GatewayTimeout extends ShopException {
        private static final long serialVersionUID = 1;

        GatewayTimeout(String message) {
            super(504, message);
        }
    }

    /// Fewer in stock than ordered.
    static final class OutOfStock extends ShopException {
        private static final long serialVersionUID = 1;

        OutOfStock(String message) {
            super(409, message);
        }
    }

    /// Another service answered with an error.
    static final class PeerFailed extends ShopException {
        private static final long serialVersionUID = 1;

        PeerFailed(int status, String message) {
            super(status, message);
        }
    }
}
