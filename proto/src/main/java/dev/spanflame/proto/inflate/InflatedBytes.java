package dev.spanflame.proto.inflate;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;

/// Collects what an inflater makes, in pieces that are never copied to grow.
///
/// The first piece has the size that the content announces, where it does: then it is the result. Otherwise
/// pieces double, and are put together at the end, each forgotten as soon as it is copied. Every piece is
/// reserved before it is allocated. Not thread-safe.
final class InflatedBytes {
    private static final int SMALLEST_PIECE = 16 << 10;
    private static final int LARGEST_PIECE = 8 << 20;
    private static final byte[] NOTHING = new byte[0];

    private final InflateBudget budget;
    private final List<byte[]> full = new ArrayList<>();
    private byte[] piece;
    private int filled;
    private int total;
    private @Nullable Checksum checksum;

    /// Room for `expected` bytes, a guess that the budget limits.
    InflatedBytes(InflateBudget budget, long expected) {
        this.budget = budget;
        this.piece = allocate(Math.min(expected, budget.left()));
    }

    /// The array to write into, from [#offset] on.
    byte[] piece() {
        return piece;
    }

    /// Where the free part of [#piece] begins.
    int offset() {
        return filled;
    }

    /// Number of free bytes in [#piece]; 0 until [#grow] when it is full.
    int room() {
        return piece.length - filled;
    }

    /// Number of bytes so far.
    int size() {
        return total;
    }

    /// Lets `newChecksum` see all bytes from here on.
    void watch(Checksum newChecksum) {
        checksum = newChecksum;
    }

    /// Notes that `count` bytes were written. Throws [dev.spanflame.model.BackendException] of kind TOO_LARGE.
    void advance(int count) {
        budget.spend(count);
        if (checksum != null) {
            checksum.update(piece, filled, count);
        }
        filled += count;
        total += count;
    }

    /// Writes bytes that were made elsewhere.
    void append(byte[] bytes, int count) {
        budget.check(count);
        int at = 0;
        while (at < count) {
            if (room() == 0) {
                grow();
            }
            int part = Math.min(room(), count - at);
            System.arraycopy(bytes, at, piece, filled, part);
            advance(part);
            at += part;
        }
    }

    /// Makes room. One byte beyond the budget is allowed, so that content that goes on shows itself.
    void grow() {
        if (piece.length > 0) {
            full.add(piece);
        }
        long wanted = Math.clamp(total, SMALLEST_PIECE, LARGEST_PIECE);
        piece = allocate(Math.min(wanted, budget.left() + 1));
        filled = 0;
    }

    private byte[] allocate(long size) {
        budget.memory().grow(size);
        return new byte[(int) size];
    }

    /// All bytes, in an array of their number; what it took beside stays reserved no longer.
    byte[] toByteArray() {
        if (full.isEmpty() && filled == piece.length) {
            return piece;
        }
        budget.memory().grow(total);
        byte[] all = new byte[total];
        int at = 0;
        for (int i = 0; i < full.size(); i++) {
            byte[] part = full.get(i);
            full.set(i, NOTHING);
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
            budget.memory().shrink(part.length);
        }
        System.arraycopy(piece, 0, all, at, filled);
        budget.memory().shrink(piece.length);
        piece = NOTHING;
        return all;
    }
}
