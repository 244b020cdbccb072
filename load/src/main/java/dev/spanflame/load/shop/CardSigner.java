package dev.spanflame.load.shop;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Signs a charge for the card issuer by hashing it many times.
final class CardSigner {
    private static final int ROUNDS = 12_000;

    private CardSigner() {}

    /// Sixteen hex digits.
    static String sign(String charge) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] bytes = charge.getBytes(StandardCharsets.UTF_8);
            for (int round = 0; round < ROUNDS; round++) {
                bytes = digest.digest(bytes);
            }
            return HexFormat.of().formatHex(bytes, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
