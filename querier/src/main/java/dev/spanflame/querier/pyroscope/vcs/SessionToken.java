package dev.spanflame.querier.pyroscope.vcs;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.Tenant;
import dev.spanflame.proto.edge.ProtoJson;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// What GitHub gave to somebody who logged in; `expiresMillis` since 1970.
record SessionToken(String access, String refresh, long expiresMillis) {
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    /// The token encrypted by AES-256 in GCM under a key of the tenant's own, in base64.
    String encrypted(String secret, Tenant tenant, RandomGenerator random) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] plain = ProtoJson.print(Struct.newBuilder()
                .putFields("access", value(access))
                .putFields("refresh", value(refresh))
                .putFields("expires", value(String.valueOf(expiresMillis)))
                .build());
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, secret, tenant, nonce).doFinal(plain);
            byte[] all = Arrays.copyOf(nonce, NONCE + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE, sealed.length);
            return Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES in GCM", e);
        }
    }

    /// Reads the value of a cookie: base64 of JSON whose `token`, or `metadata` in the older form, is what
    /// [#encrypted] made. Throws [BackendException] of kind UNAUTHENTICATED for anything else.
    static SessionToken ofCookie(String cookie, String secret, Tenant tenant) {
        try {
            Struct session = json(Base64.getDecoder().decode(cookie));
            String sealed = text(session, "token");
            return decrypted(sealed.isEmpty() ? text(session, "metadata") : sealed, secret, tenant);
        } catch (GeneralSecurityException | IllegalArgumentException | BackendException e) {
            throw new BackendException(ErrorKind.UNAUTHENTICATED, "invalid_token", "invalid token; log in again", e);
        }
    }

    private static SessionToken decrypted(String sealed, String secret, Tenant tenant) throws GeneralSecurityException {
        byte[] all = Base64.getDecoder().decode(sealed);
        byte[] nonce = Arrays.copyOf(all, NONCE);
        byte[] plain = cipher(Cipher.DECRYPT_MODE, secret, tenant, nonce)
                .doFinal(all, Math.min(NONCE, all.length), Math.max(0, all.length - NONCE));
        Struct token = json(plain);
        return new SessionToken(text(token, "access"), text(token, "refresh"), Long.parseLong(text(token, "expires")));
    }

    private static Cipher cipher(int mode, String secret, Tenant tenant, byte[] nonce) throws GeneralSecurityException {
        byte[] key = MessageDigest.getInstance("SHA-256")
                .digest((secret + ":" + tenant.id()).getBytes(StandardCharsets.UTF_8));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    static Struct json(byte[] bytes) {
        return (Struct) ProtoJson.parse(bytes, Struct.newBuilder());
    }

    private static Value value(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    /// A field with text, empty where there is none.
    static String text(Struct in, String name) {
        return in.getFieldsOrDefault(name, Value.getDefaultInstance()).getStringValue();
    }

    @Override
    public String toString() {
        return "SessionToken[expires " + expiresMillis + "]";
    }
}
