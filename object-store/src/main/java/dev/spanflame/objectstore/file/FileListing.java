package dev.spanflame.objectstore.file;

import dev.spanflame.objectstore.ListRequest;
import dev.spanflame.objectstore.Listing;
import dev.spanflame.objectstore.ListingPage;
import dev.spanflame.objectstore.ObjectInfo;
import dev.spanflame.objectstore.ObjectKeys;
import dev.spanflame.objectstore.disk.Disk;
import dev.spanflame.objectstore.disk.FileStat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lists a folder tree in the order of the keys.
///
/// Within a directory a folder counts as its name with a `/` behind: `a-b` stands before `a/`, and `a/` before `a0`.
/// Only directories that can hold wanted keys are read, and each is sorted on its own.
final class FileListing {
    private final Path root;
    private final Disk disk;

    FileListing(Path root, Disk disk) {
        this.root = root;
        this.disk = disk;
    }

    /// One directory entry; `key` ends with `/` for a directory.
    private record Entry(String key, Path path, FileStat stat) {}

    /// The key of a path that [FileNames#path] made.
    String keyOf(Path path) {
        StringBuilder key = new StringBuilder();
        for (Path name : root.relativize(path)) {
            key.append(key.isEmpty() ? "" : "/")
                    .append(FileNames.segment(name.toString()).orElseThrow());
        }
        return key.toString();
    }

    Listing list(ListRequest request) throws IOException {
        ListingPage page = new ListingPage(request);
        int slash = request.prefix().lastIndexOf('/');
        String folder = request.prefix().substring(0, slash + 1);
        Path directory = folder.isEmpty() ? root : FileNames.path(root, folder.substring(0, slash));
        walk(folder, directory, request, page);
        return page.listing();
    }

    /// False when the page is full.
    private boolean walk(String folder, Path directory, ListRequest request, ListingPage page) throws IOException {
        for (Entry entry : entries(folder, directory, request)) {
            boolean wantsMore = entry.stat.directory()
                    ? addDirectory(entry, request, page)
                    : page.add(new ObjectInfo(entry.key, entry.stat.size(), entry.stat.modified()));
            if (!wantsMore) {
                return false;
            }
        }
        return true;
    }

    private boolean addDirectory(Entry entry, ListRequest request, ListingPage page) throws IOException {
        if (!request.folders()) {
            return walk(entry.key, entry.path, request, page);
        }
        return !holdsObject(entry.key, entry.path) || page.addFolder(entry.key);
    }

    private List<Entry> entries(String folder, Path directory, ListRequest request) throws IOException {
        List<Entry> entries = new ArrayList<>();
        if (!disk.isDirectory(directory)) {
            return entries;
        }
        for (String name : disk.list(directory)) {
            Optional<String> segment = FileNames.segment(name);
            if (segment.isEmpty() || !mayMatch(folder + segment.get(), request)) {
                continue;
            }
            Path path = directory.resolve(name);
            Optional<FileStat> stat = disk.stat(path);
            if (stat.isPresent()) {
                String key = folder + segment.get() + (stat.get().directory() ? "/" : "");
                entries.add(new Entry(key, path, stat.get()));
            }
        }
        entries.sort((a, b) -> ObjectKeys.compare(a.key, b.key));
        return entries;
    }

    /// Whether `key`, or a key below it if it is a directory, can be on the page.
    private static boolean mayMatch(String key, ListRequest request) {
        String prefix = request.prefix();
        boolean underPrefix = key.startsWith(prefix) || prefix.startsWith(key + "/");
        String below = key + "/";
        String startAfter = request.startAfter();
        return underPrefix && (startAfter.startsWith(below) || ObjectKeys.compare(below, startAfter) > 0);
    }

    /// Empty folders, which deletions may leave, are no folders of any object.
    private boolean holdsObject(String folder, Path directory) throws IOException {
        ListRequest any = new ListRequest(folder, "", 1, false);
        ListingPage page = new ListingPage(any);
        walk(folder, directory, any, page);
        return page.room() == 0;
    }
}
