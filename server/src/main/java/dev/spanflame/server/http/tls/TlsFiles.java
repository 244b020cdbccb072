package dev.spanflame.server.http.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The PEM files that TLS is made of.
///
/// @param certificate the server's certificate, followed by those that signed it
/// @param key         its private key, PKCS #8 without a password
/// @param clientCa    certificates of those who sign callers' certificates; where there is one, callers must show
/// theirs
public record TlsFiles(Path certificate, Path key, Optional<Path> clientCa) {
    /// What was in the files.
    record Content(InputStream certificate, InputStream key, Optional<InputStream> clientCa) {}

    /// Throws [IOException] that names the key of a file that cannot be read.
    Content read() throws IOException {
        InputStream signed = read("tls.certificate", certificate);
        InputStream secret = read("tls.key", key);
        return new Content(
                signed,
                secret,
                clientCa.isPresent() ? Optional.of(read("tls.client-ca", clientCa.get())) : Optional.empty());
    }

    /// Sizes and times of change, by which a change shows.
    List<String> marks() throws IOException {
        List<String> marks = new ArrayList<>();
        List<Path> all = new ArrayList<>(List.of(certificate, key));
        clientCa.ifPresent(all::add);
        for (Path file : all) {
            marks.add(Files.getLastModifiedTime(file) + " " + Files.size(file));
        }
        return marks;
    }

    private static InputStream read(String name, Path file) throws IOException {
        try {
            return new ByteArrayInputStream(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new IOException(name + " cannot be read: " + e, e);
        }
    }
}
