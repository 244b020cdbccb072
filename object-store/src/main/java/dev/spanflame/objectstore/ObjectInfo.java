package dev.spanflame.objectstore;

import java.time.Instant;

/// An object in a listing: its key, size in bytes and the time it was stored.
public record ObjectInfo(String key, long size, Instant modified) {}
