package dev.spanflame.block.parquet;

import java.util.Arrays;
import java.util.Random;

/// Damages byte arrays in the ways disks, networks and ill will do.
final class Mutations {
    private static final int[] NASTY = {0, 1, 0x7f, 0x80, 0xff, 0x0f, 0xf0, 0x1c, 0x19};

    private Mutations() {}

    /// A damaged copy; only `[from, to)` is changed where the length stays the same.
    static byte[] mutate(byte[] bytes, int from, int to, Random random) {
        byte[] damaged = bytes.clone();
        int at = from + random.nextInt(Math.max(1, to - from));
        int length = Math.min(1 + random.nextInt(12), to - at);
        switch (random.nextInt(8)) {
            case 0, 1 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
            case 2, 3 -> damaged[at] = (byte) NASTY[random.nextInt(NASTY.length)];
            case 4 -> Arrays.fill(damaged, at, at + length, (byte) NASTY[random.nextInt(NASTY.length)]);
            case 5 -> {
                int source = from + random.nextInt(to - from - length + 1);
                System.arraycopy(bytes, source, damaged, at, length);
            }
            case 6 -> {
                for (int i = at; i < at + length; i++) {
                    damaged[i] = (byte) random.nextInt();
                }
            }
            default -> {
                int other = from + random.nextInt(to - from);
                byte swapped = damaged[at];
                damaged[at] = damaged[other];
                damaged[other] = swapped;
            }
        }
        return damaged;
    }

    /// A copy that is cut, or has bytes too many or too few somewhere.
    static byte[] resize(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        int length = Math.min(1 + random.nextInt(20), bytes.length - at);
        byte[] head = Arrays.copyOf(bytes, at);
        return switch (random.nextInt(3)) {
            case 0 -> head;
            case 1 -> join(head, Arrays.copyOfRange(bytes, at + length, bytes.length));
            default -> join(join(head, new byte[length]), Arrays.copyOfRange(bytes, at, bytes.length));
        };
    }

    /// One behind the other.
    static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
