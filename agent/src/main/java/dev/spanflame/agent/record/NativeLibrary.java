package dev.spanflame.agent.record;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import one.profiler.AsyncProfiler;

/// Brings async-profiler's library out of the jar and into the process. The file is gone once it is
/// loaded.
final class NativeLibrary {
    private static final int PIECE = 16 * 1024;

    private NativeLibrary() {}

    /// Loads it from the first folder that allows it; [IOException] tells of each that does not.
    static AsyncProfiler load(Optional<String> tmpDirectory) throws IOException {
        String resource = platform() + "/libasyncProfiler.so";
        List<String> refusals = new ArrayList<>();
        for (Path folder : folders(tmpDirectory)) {
            try {
                return load(resource, folder);
            } catch (IOException | LinkageError | IllegalStateException | SecurityException e) {
                refusals.add(folder + ": " + e.getMessage());
            }
        }
        throw new IOException("no folder lets a library be loaded: " + String.join("; ", refusals));
    }

    private static AsyncProfiler load(String resource, Path folder) throws IOException {
        try (InputStream in = NativeLibrary.class.getClassLoader().getResourceAsStream(resource);
                FreshFile file = FreshFile.create(folder, "libasyncProfiler-", ".so")) {
            if (in == null) {
                throw new IOException("the agent has no library for this platform: " + resource);
            }
            ByteBuffer piece = ByteBuffer.allocate(PIECE);
            for (int read = in.read(piece.array()); read >= 0; read = in.read(piece.array())) {
                piece.position(0).limit(read);
                while (piece.hasRemaining()) {
                    file.channel().write(piece);
                }
            }
            // what is open for writing is not loaded everywhere
            file.channel().close();
            return AsyncProfiler.getInstance(file.path().toAbsolutePath().toString());
        }
    }

    /// Folders for files that live a moment, the best first.
    private static Set<Path> folders(Optional<String> tmpDirectory) {
        Set<Path> folders = new LinkedHashSet<>();
        if (tmpDirectory.isPresent()) {
            folders.add(Path.of(tmpDirectory.get()));
        }
        folders.add(Path.of(System.getProperty("java.io.tmpdir")));
        folders.add(Path.of("/dev/shm"));
        folders.add(Path.of(System.getProperty("user.dir")));
        return folders;
    }

    /// Folders for recordings: memory before disk, unless one was named.
    static Set<Path> recordingFolders(Optional<String> tmpDirectory) {
        Set<Path> folders = new LinkedHashSet<>();
        if (tmpDirectory.isPresent()) {
            folders.add(Path.of(tmpDirectory.get()));
        }
        folders.add(Path.of("/dev/shm"));
        folders.addAll(folders(tmpDirectory));
        return folders;
    }

    private static String platform() throws IOException {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        if (os.contains("mac")) {
            return "macos";
        }
        boolean x64 = arch.equals("amd64") || arch.equals("x86_64");
        boolean arm64 = arch.equals("aarch64") || arch.equals("arm64");
        if (os.contains("linux") && (x64 || arm64)) {
            return x64 ? "linux-x64" : "linux-arm64";
        }
        throw new IOException("async-profiler does not run on " + os + " " + arch);
    }
}
