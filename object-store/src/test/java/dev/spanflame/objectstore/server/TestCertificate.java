package dev.spanflame.objectstore.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate that signs itself, for `localhost` and 127.0.0.1, made by the JDK's keytool: as PEM files, and as what
/// Java's own clients take.
///
/// @param certificate PEM file
/// @param key         PEM file with the private key, PKCS #8
/// @param store       both in memory
public record TestCertificate(Path certificate, Path key, KeyStore store) {
    private static final String PASSWORD = "changeit";
    private static final String ALIAS = "it";

    /// Makes a new one; `name` begins the names of the files in `folder`.
    public static TestCertificate make(Path folder, String name) throws Exception {
        Path keystore = folder.resolve(name + ".p12");
        keytool(keystore);
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keystore)) {
            store.load(in, PASSWORD.toCharArray());
        }
        Key secret = store.getKey(ALIAS, PASSWORD.toCharArray());
        byte[] signed = store.getCertificate(ALIAS).getEncoded();
        return new TestCertificate(
                pem(folder.resolve(name + ".crt"), "CERTIFICATE", signed),
                pem(folder.resolve(name + ".key"), "PRIVATE KEY", secret.getEncoded()),
                store);
    }

    private static void keytool(Path keystore) throws IOException, InterruptedException {
        Files.deleteIfExists(keystore);
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                keystore.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-validity",
                "30",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-ext",
                "bc=ca:true");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("keytool failed: " + said);
        }
    }

    private static Path pem(Path file, String kind, byte[] bytes) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return Files.writeString(file, "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    }

    /// What a Java client uses that trusts this certificate, and shows it where it is asked for one.
    public SSLContext client() throws GeneralSecurityException, IOException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(ALIAS, store.getCertificate(ALIAS));
        trust.init(trusted);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
