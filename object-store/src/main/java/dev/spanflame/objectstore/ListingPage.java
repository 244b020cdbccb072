package dev.spanflame.objectstore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes a [Listing] out of objects (and folders) handed over in ascending order: rolls keys up into folders, leaves
/// out what stands before `startAfter`, stops at the limit. One thread.
public final class ListingPage {
    private final ListRequest request;
    private final List<ObjectInfo> objects = new ArrayList<>();
    private final List<String> folders = new ArrayList<>();
    private @Nullable String last;
    private boolean more;

    /// A page for `request`.
    public ListingPage(ListRequest request) {
        this.request = request;
    }

    /// Adds an object whose key starts with the prefix. False when the page is full and nothing more is wanted.
    public boolean add(ObjectInfo object) {
        Optional<String> folder = folderOf(object.key());
        if (folder.isPresent()) {
            return addFolder(folder.get());
        }
        if (ObjectKeys.compare(object.key(), request.startAfter()) <= 0) {
            return true;
        }
        if (full()) {
            return false;
        }
        objects.add(object);
        last = object.key();
        return true;
    }

    /// Adds a folder, its `/` included; twice in a row counts once. False when the page is full.
    public boolean addFolder(String folder) {
        if (folder.equals(last)
                || request.startAfter().startsWith(folder)
                || ObjectKeys.compare(folder, request.startAfter()) <= 0) {
            return true;
        }
        if (full()) {
            return false;
        }
        folders.add(folder);
        last = folder;
        return true;
    }

    /// The folder a key rolls up into by this request, if any.
    public Optional<String> folderOf(String key) {
        int slash = request.folders() ? key.indexOf('/', request.prefix().length()) : -1;
        return slash < 0 ? Optional.empty() : Optional.of(key.substring(0, slash + 1));
    }

    /// Notes that there is more behind what was handed over.
    public void moreFollows() {
        more = true;
    }

    /// How many more entries fit.
    public int room() {
        return request.limit() - objects.size() - folders.size();
    }

    /// The page; `next` is set if there is more.
    public Listing listing() {
        return new Listing(objects, folders, more ? Optional.ofNullable(last) : Optional.empty());
    }

    private boolean full() {
        more |= room() == 0;
        return more;
    }
}
