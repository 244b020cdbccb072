package dev.spanflame.tests.syscalls;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/// What disks and people do to the bytes of a file.
final class ByteDamage {
    private static final int LONGEST = 5_000;

    private final byte[] before;
    private final Random random;
    private final List<String> deeds = new ArrayList<>();
    private byte[] bytes;

    /// Does `count` damages to a copy of `before`.
    ByteDamage(byte[] before, Random random, int count) {
        this.before = before;
        this.random = random;
        this.bytes = before.clone();
        for (int i = 0; i < count; i++) {
            damage();
        }
    }

    private void damage() {
        if (bytes.length == 0) {
            return;
        }
        int at = random.nextInt(bytes.length);
        int length = Math.min(1 + random.nextInt(LONGEST), bytes.length - at);
        switch (random.nextInt(7)) {
            case 0, 1 -> {
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                deeds.add("bit at " + at);
            }
            case 2 -> {
                Arrays.fill(bytes, at, at + length, (byte) 0);
                deeds.add("zeros at " + at + " for " + length);
            }
            case 3 -> {
                byte[] strange = new byte[length];
                random.nextBytes(strange);
                System.arraycopy(strange, 0, bytes, at, length);
                deeds.add("strange bytes at " + at + " for " + length);
            }
            case 4 -> {
                int from = random.nextInt(bytes.length - length + 1);
                System.arraycopy(bytes, from, bytes, at, length);
                deeds.add("bytes of " + from + " at " + at + " for " + length);
            }
            case 5 -> {
                bytes = Arrays.copyOf(bytes, at);
                deeds.add("cut at " + at);
            }
            default -> {
                byte[] tail = new byte[length];
                random.nextBytes(tail);
                int end = bytes.length;
                bytes = Arrays.copyOf(bytes, end + length);
                System.arraycopy(tail, 0, bytes, end, length);
                deeds.add("a tail at " + end + " of " + length);
            }
        }
    }

    byte[] bytes() {
        return bytes;
    }

    /// Which bytes are not what they were, those that are missing included.
    BitSet damaged() {
        BitSet damaged = new BitSet();
        for (int i = 0; i < before.length; i++) {
            if (i >= bytes.length || bytes[i] != before[i]) {
                damaged.set(i);
            }
        }
        return damaged;
    }

    boolean isNone() {
        return Arrays.equals(before, bytes);
    }

    @Override
    public String toString() {
        return String.join(", ", deeds);
    }
}
