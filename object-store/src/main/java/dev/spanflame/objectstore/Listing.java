package dev.spanflame.objectstore;

import java.util.List;
import java.util.Optional;

/// One page of a listing; `next` is the [ListRequest#startAfter] of the following page, empty on the last one.
public record Listing(List<ObjectInfo> objects, List<String> folders, Optional<String> next) {
    /// Copies the lists.
    public Listing {
        objects = List.copyOf(objects);
        folders = List.copyOf(folders);
    }
}
