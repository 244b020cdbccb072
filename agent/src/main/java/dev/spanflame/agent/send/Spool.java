package dev.spanflame.agent.send;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Requests on disk, a file each, bounded by bytes: the oldest is deleted first. They outlive the
/// process, and are sent by the next one that uses the folder. Safe for any thread.
final class Spool {
    private final Path folder;
    private final long maxBytes;
    private final String suffix;
    private long sequence = System.currentTimeMillis() * 1000;

    /// @param suffix ends the names of its files: requests of one format are not those of another
    Spool(Path folder, long maxBytes, String suffix) {
        this.folder = folder;
        this.maxBytes = maxBytes;
        this.suffix = suffix;
    }

    /// Adds a request; how many had to go for it.
    synchronized int add(Upload upload) throws IOException {
        Files.createDirectories(folder);
        String name = String.format(
                Locale.ROOT, "%020d-%d", sequence++, ProcessHandle.current().pid());
        Path part = folder.resolve(name + ".part");
        Files.write(part, upload.body());
        Files.move(part, folder.resolve(name + suffix), StandardCopyOption.ATOMIC_MOVE);
        int lost = 0;
        List<Path> files = files();
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        for (int i = 0; i < files.size() && bytes > maxBytes; i++) {
            bytes -= Files.size(files.get(i));
            Files.deleteIfExists(files.get(i));
            lost++;
        }
        return lost;
    }

    /// Takes the oldest out.
    synchronized Optional<Upload> take() throws IOException {
        for (Path file : files()) {
            byte[] body = Files.readAllBytes(file);
            // of two processes one only sends it
            if (Files.deleteIfExists(file)) {
                return Optional.of(new Upload(body));
            }
        }
        return Optional.empty();
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.list(folder)) {
                all.filter(path -> path.toString().endsWith(suffix)).forEach(files::add);
            }
        }
        Collections.sort(files);
        return files;
    }
}
