package dev.spanflame.load.shop;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// What a handler gets: the parameters of the query string.
record ShopRequest(Map<String, String> parameters) {
    static ShopRequest of(URI uri) {
        Map<String, String> parameters = new HashMap<>();
        String query = uri.getRawQuery();
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    parameters.put(
                            pair.substring(0, equals),
                            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
                }
            }
        }
        return new ShopRequest(parameters);
    }

    /// The parameter, or a refusal when it is not there.
    String required(String name) throws ShopException {
        String value = parameters.get(name);
        if (value == null || value.isEmpty()) {
            throw new ShopException(400, "parameter " + name + " is missing");
        }
        return value;
    }

    /// The parameter as a number, or a refusal.
    int number(String name) throws ShopException {
        String value = required(name);
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new ShopException(400, "parameter " + name + " is \"" + value + "\", but must be a number");
        }
    }
}
