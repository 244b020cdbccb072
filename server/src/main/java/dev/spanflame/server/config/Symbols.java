package dev.spanflame.server.config;

import dev.spanflame.block.symbols.SymbolQuota;
import dev.spanflame.server.config.value.ByteSize;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.stream.Stream;

/// Names for frames of native programs, see [symbols](symbols.md).
///
/// @param uploads      Whether files with symbols can be uploaded.
/// @param maxFileBytes Size of a file with symbols, and of all that its compressed parts inflate to;
///                     larger ones are refused.
/// @param maxFiles     Programs of which files are kept for one tenant, those from debuginfod servers
///                     included.
/// @param maxBytes     Bytes of all files with symbols that are kept for one tenant.
/// @param debuginfod   Addresses of debuginfod servers, separated by spaces; they are asked for what
///                     was not uploaded. Empty: none.
/// @param timeout      Time that a query waits for files with symbols; frames without them show binary
///                     and address.
/// @param cacheBytes   Memory outside of the heap for the files with symbols that were used last.
public record Symbols(
        boolean uploads,
        ByteSize maxFileBytes,
        int maxFiles,
        ByteSize maxBytes,
        String debuginfod,
        Duration timeout,
        ByteSize cacheBytes) {
    private static final long MAX_FILE = 1L << 30;

    /// Checks ranges.
    public Symbols {
        new Rules()
                .within("max-file-bytes", maxFileBytes, 1024, MAX_FILE)
                .atLeast("max-files", maxFiles, 1)
                .atLeast("max-bytes", maxBytes, 1024)
                .positive("timeout", timeout)
                .that(
                        "debuginfod",
                        areAddresses(debuginfod),
                        "must be addresses such as https://debuginfod.example.org")
                .check();
    }

    private static boolean areAddresses(String texts) {
        return Stream.of(texts.split(" ")).allMatch(text -> text.isEmpty() || isAddress(text));
    }

    private static boolean isAddress(String text) {
        try {
            URI address = new URI(text);
            return address.getHost() != null
                    && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()));
        } catch (URISyntaxException _) {
            return false;
        }
    }

    /// What the files of one tenant may be.
    public SymbolQuota quota() {
        return new SymbolQuota(maxFiles, maxBytes.bytes());
    }

    /// Uploads of 256 MiB, for each tenant 5,000 programs of 20 GiB, no debuginfod, ten seconds.
    public static Symbols defaults() {
        return new Symbols(
                true, ByteSize.mib(256), 5_000, ByteSize.mib(20 * 1024), "", Duration.ofSeconds(10), ByteSize.mib(256));
    }
}
