package dev.spanflame.proto.otlp.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.spanflame.model.BackendException;
import dev.spanflame.proto.otlp.LoneSurrogates;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;

/// Reads the scalar at the cursor of a [JsonParser] as proto3 JSON defines it: 64-bit numbers as text or number, whole
/// numbers with or without an exponent, `NaN` and `Infinity` as text, bytes as base64 in either alphabet.
///
/// Refusals are [BackendException]s of kind BAD_REQUEST and reason `malformed_json` that name line and column.
final class JsonTokens {
    private static final BigInteger MAX_UNSIGNED = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    private static final int MAX_DIGITS = 20;
    private static final int MAX_CHARACTERS = 100;

    private JsonTokens() {}

    /// Text, with U+FFFD for lone surrogates.
    static String text(JsonParser json, String field) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw refused(json, field, "a string");
        }
        return LoneSurrogates.replaced(json.getText());
    }

    /// True or false.
    static boolean flag(JsonParser json, String field) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw refused(json, field, "true or false");
        };
    }

    /// Whole number of 64 bits with sign.
    static long signed(JsonParser json, String field) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT
                && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return json.getLongValue();
        }
        BigInteger number = whole(json, field);
        if (number.bitLength() > 63) {
            throw refused(json, field, "a 64-bit number");
        }
        return number.longValue();
    }

    /// Whole number of 64 bits without sign.
    static long unsigned(JsonParser json, String field) throws IOException {
        BigInteger number = whole(json, field);
        if (number.signum() < 0 || number.compareTo(MAX_UNSIGNED) > 0) {
            throw refused(json, field, "a number from 0 to 18446744073709551615");
        }
        return number.longValue();
    }

    /// Whole number of 32 bits without sign.
    static int unsigned32(JsonParser json, String field) throws IOException {
        long number = signed(json, field);
        if (number < 0 || number > 0xffff_ffffL) {
            throw refused(json, field, "a number from 0 to 4294967295");
        }
        return (int) number;
    }

    /// Double.
    static double real(JsonParser json, String field) throws IOException {
        try {
            return switch (json.currentToken()) {
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getDoubleValue();
                case VALUE_STRING -> Double.parseDouble(json.getText());
                default -> throw refused(json, field, "a number");
            };
        } catch (NumberFormatException _) {
            throw refused(json, field, "a number, NaN, Infinity or -Infinity");
        }
    }

    /// Bytes out of base64.
    static byte[] bytes(JsonParser json, String field) throws IOException {
        try {
            String standard = text(json, field).replace('-', '+').replace('_', '/');
            return Base64.getDecoder().decode(standard);
        } catch (IllegalArgumentException _) {
            throw refused(json, field, "base64");
        }
    }

    private static BigInteger whole(JsonParser json, String field) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_STRING -> whole(json, field, json.getText());
            default -> throw refused(json, field, "a whole number");
        };
    }

    private static BigInteger whole(JsonParser json, String field, String digits) {
        if (digits.length() > MAX_CHARACTERS) {
            throw refused(json, field, "a number of at most " + MAX_CHARACTERS + " characters");
        }
        try {
            BigDecimal number = new BigDecimal(digits);
            if (number.signum() == 0) {
                return BigInteger.ZERO;
            }
            // Before the next step computes a power of ten as large as the exponent: digits before the point.
            long digitsBefore = (long) number.precision() - number.scale();
            if (digitsBefore <= 0 || digitsBefore > MAX_DIGITS) {
                throw refused(json, field, "a whole number of 64 bits");
            }
            return number.toBigIntegerExact();
        } catch (NumberFormatException _) {
            throw refused(json, field, "a whole number");
        } catch (ArithmeticException _) {
            throw refused(json, field, "a whole number");
        }
    }

    /// The refusal of the value at the cursor.
    static BackendException refused(JsonParser json, String field, String expected) {
        String got = switch (json.currentToken()) {
            case null -> "the end";
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a truth value";
            case VALUE_NULL -> "null";
            default -> "something else";
        };
        return BackendException.badRequest(
                "malformed_json",
                "request is not valid OTLP/JSON: at line %d, column %d, %s is %s that is not %s"
                        .formatted(
                                json.currentTokenLocation().getLineNr(),
                                json.currentTokenLocation().getColumnNr(),
                                field,
                                got,
                                expected));
    }
}
