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
        List<InputStream> all = each(file -> new ByteArrayInputStream(Files.readAllBytes(file)));
        return new Content(all.get(0), all.get(1), clientCa.map(_ -> all.get(2)));
    }

    /// Sizes and times of change, by which a change shows. Throws as [#read].
    List<String> marks() throws IOException {
        return each(file -> Files.getLastModifiedTime(file) + " " + Files.size(file));
    }

    private interface Look<T> {
        T at(Path file) throws IOException;
    }

    private <T> List<T> each(Look<T> look) throws IOException {
        List<T> all = new ArrayList<>();
        all.add(look("tls.certificate", certificate, look));
        all.add(look("tls.key", key, look));
        if (clientCa.isPresent()) {
            all.add(look("tls.client-ca", clientCa.get(), look));
        }
        return all;
    }

    private static <T> T look(String name, Path file, Look<T> look) throws IOException {
        try {
            return look.at(file);
        } catch (IOException e) {
            throw new IOException(name + " cannot be read: " + e, e);
        }
    }
}
