package dev.spanflame.objectstore.disk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A directory of a [ForgetfulDisk]: its entries now and its durable entries. Guarded by the disk's lock.
final class ForgetfulDirectory implements ForgetfulNode {
    final Map<String, ForgetfulNode> entries = new TreeMap<>();
    private final Map<String, ForgetfulNode> durable = new HashMap<>();
    private final Instant modified;

    ForgetfulDirectory(Instant modified) {
        this.modified = modified;
    }

    Instant modified() {
        return modified;
    }

    /// One name given to, or taken from, a node.
    record Assignment(
            ForgetfulDirectory directory,
            String name,
            @Nullable ForgetfulNode node) {
        void applyTo(Map<String, ForgetfulNode> names) {
            if (node == null) {
                names.remove(name);
            } else {
                names.put(name, node);
            }
        }

        /// Changes the entry as programs see it; returns the bytes of the file that lost its last name by this.
        long applyNow() {
            if (node instanceof ForgetfulInode inode) {
                inode.links++;
            }
            ForgetfulNode before = directory.entries.get(name);
            applyTo(directory.entries);
            return before instanceof ForgetfulInode inode && --inode.links == 0 ? inode.size() : 0;
        }

        boolean sameName(Assignment other) {
            return directory == other.directory && name.equals(other.name);
        }
    }

    /// One operation that is not durable yet: all its assignments are kept, or none. `removed` is the directory that
    /// it removes, if it does.
    record Change(List<Assignment> assignments, @Nullable ForgetfulDirectory removed) {
        boolean touches(ForgetfulDirectory directory) {
            return assignments.stream().anyMatch(assignment -> assignment.directory() == directory);
        }

        /// Whether this change can only be kept if `earlier` is: it changes the same name again, or removes the
        /// directory that `earlier` emptied.
        boolean needs(Change earlier) {
            return (removed != null && earlier.touches(removed))
                    || assignments.stream()
                            .anyMatch(mine -> earlier.assignments.stream().anyMatch(mine::sameName));
        }

        void makeDurable() {
            assignments.forEach(assignment -> assignment.applyTo(assignment.directory().durable));
        }
    }

    /// The changes that become durable when `directory` is synced: its own and all they need, in order.
    static List<Change> settledBySync(ForgetfulDirectory directory, List<Change> pending) {
        List<Change> settled = new ArrayList<>();
        for (int i = pending.size() - 1; i >= 0; i--) {
            Change change = pending.get(i);
            if (change.touches(directory) || settled.stream().anyMatch(later -> later.needs(change))) {
                settled.addFirst(change);
            }
        }
        return settled;
    }

    /// The changes that outlive a power cut: some, each with all it needs.
    static List<Change> surviving(List<Change> pending, Survival survival) {
        List<Change> kept = new ArrayList<>();
        List<Change> lost = new ArrayList<>();
        for (Change change : pending) {
            boolean keep = survival.keepsEntry() && lost.stream().noneMatch(change::needs);
            (keep ? kept : lost).add(change);
        }
        return kept;
    }

    /// The tree below this directory as a power cut leaves it, all of it durable.
    ForgetfulDirectory afterPowerCut(List<Change> kept, Survival survival, Map<ForgetfulNode, ForgetfulNode> copies) {
        ForgetfulDirectory copy = new ForgetfulDirectory(modified);
        Map<String, ForgetfulNode> names = new TreeMap<>(durable);
        for (Change change : kept) {
            for (Assignment assignment : change.assignments()) {
                if (assignment.directory() == this) {
                    assignment.applyTo(names);
                }
            }
        }
        names.forEach((name, node) -> {
            ForgetfulNode child = copies.get(node);
            if (child == null) {
                child = switch (node) {
                    case ForgetfulInode inode -> inode.afterPowerCut(survival);
                    case ForgetfulDirectory directory -> directory.afterPowerCut(kept, survival, copies);
                };
                copies.put(node, child);
            }
            copy.entries.put(name, child);
        });
        copy.durable.putAll(copy.entries);
        return copy;
    }

    /// A map from old nodes to new ones, by identity: a file with two names stays one file.
    static Map<ForgetfulNode, ForgetfulNode> noCopies() {
        return new IdentityHashMap<>();
    }
}
