package dev.spanflame.objectstore.disk;

import java.time.Instant;

/// What a [Disk] tells about a file or directory; `size` in bytes, 0 for a directory.
public record FileStat(long size, Instant modified, boolean directory) {}
