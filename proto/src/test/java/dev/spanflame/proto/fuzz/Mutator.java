package dev.spanflame.proto.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Makes damaged forms of good inputs: bits, bytes and numbers changed, pieces cut out, doubled, repeated, swapped
/// or taken from another input.
final class Mutator {
    private static final long[] ODD = {
        0,
        1,
        -1,
        2,
        127,
        128,
        255,
        256,
        0x7fff,
        0x8000,
        0xffff,
        0x7fffffffL,
        0x80000000L,
        0xffffffffL,
        0x100000000L,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        1L << 60,
        -2,
        1_000_000
    };
    private static final int MAX_REPEATED = 1 << 16;

    private final Random random;
    private final List<byte[]> tokens;
    private final int mostBytes;

    /// Mutations that `random` chooses; `tokens` are inserted now and then, results have at most `mostBytes`.
    Mutator(Random random, List<String> tokens, int mostBytes) {
        this.random = random;
        this.tokens = tokens.stream()
                .map(token -> token.getBytes(StandardCharsets.UTF_8))
                .toList();
        this.mostBytes = mostBytes;
    }

    /// A damaged form of `input`, perhaps with a piece of `other`.
    byte[] damage(byte[] input, byte[] other) {
        byte[] damaged = input.clone();
        for (int hits = 1 << random.nextInt(4); hits > 0; hits--) {
            damaged = once(damaged, other);
        }
        return damaged.length > mostBytes ? Arrays.copyOf(damaged, mostBytes) : damaged;
    }

    private byte[] once(byte[] bytes, byte[] other) {
        if (bytes.length == 0) {
            return piece(other);
        }
        int at = random.nextInt(bytes.length);
        int end = at + length(bytes.length - at);
        return switch (random.nextInt(12)) {
            case 0 -> set(bytes, at, anyByte());
            case 1 -> set(bytes, at, (byte) (bytes[at] ^ 1 << random.nextInt(8)));
            case 2 -> set(bytes, at, (byte) (bytes[at] + random.nextInt(9) - 4));
            case 3 -> fixed(bytes, at);
            case 4 -> replace(bytes, at, at + 1, varint());
            case 5 -> random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at) : replace(bytes, at, end, new byte[0]);
            case 6 -> replace(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
            case 7 -> replace(bytes, at, end, piece(other));
            case 8 -> replace(bytes, at, at, piece(bytes));
            case 9 -> repeated(bytes, at, end);
            case 10 -> token(bytes, at);
            default -> number(bytes, at);
        };
    }

    /// Where tokens are known the input is text.
    private byte anyByte() {
        return (byte) (tokens.isEmpty() || random.nextInt(8) == 0 ? random.nextInt() : ' ' + random.nextInt(95));
    }

    private int length(int most) {
        int bound = random.nextInt(8) == 0 ? most : Math.min(most, 16);
        return 1 + random.nextInt(Math.max(1, bound));
    }

    private static byte[] set(byte[] bytes, int at, byte value) {
        bytes[at] = value;
        return bytes;
    }

    /// A number of 2, 4 or 8 bytes, in either order.
    private byte[] fixed(byte[] bytes, int at) {
        long value = odd();
        int size = 2 << random.nextInt(3);
        boolean little = random.nextBoolean();
        for (int i = 0; i < size && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (value >>> 8 * (little ? i : size - 1 - i));
        }
        return bytes;
    }

    private byte[] varint() {
        byte[] out = new byte[10];
        int length = 0;
        long rest = odd();
        while ((rest & ~0x7fL) != 0) {
            out[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        out[length++] = (byte) rest;
        return Arrays.copyOf(out, length);
    }

    /// A decimal number in place of the digits around `at`, or inserted there.
    private byte[] number(byte[] bytes, int at) {
        int from = at;
        while (from > 0 && Character.isDigit(bytes[from - 1])) {
            from--;
        }
        int to = at;
        while (to < bytes.length && Character.isDigit(bytes[to])) {
            to++;
        }
        return replace(bytes, from, to, Long.toString(odd()).getBytes(StandardCharsets.US_ASCII));
    }

    private long odd() {
        long value = ODD[random.nextInt(ODD.length)];
        return random.nextBoolean() ? value : value + random.nextInt(5) - 2;
    }

    private byte[] piece(byte[] of) {
        if (of.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        int from = random.nextInt(of.length);
        return Arrays.copyOfRange(of, from, from + length(of.length - from));
    }

    private byte[] repeated(byte[] bytes, int from, int to) {
        int times = Math.min(1 << random.nextInt(13), MAX_REPEATED / (to - from) + 1);
        byte[] many = new byte[(to - from) * times];
        for (int i = 0; i < many.length; i++) {
            many[i] = bytes[from + i % (to - from)];
        }
        return replace(bytes, to, to, many);
    }

    private byte[] token(byte[] bytes, int at) {
        if (tokens.isEmpty()) {
            return replace(bytes, at, at, new byte[] {(byte) random.nextInt()});
        }
        byte[] token = tokens.get(random.nextInt(tokens.size()));
        return replace(bytes, at, random.nextBoolean() ? at : Math.min(bytes.length, at + token.length), token);
    }

    private static byte[] replace(byte[] bytes, int from, int to, byte[] with) {
        byte[] out = new byte[from + with.length + bytes.length - to];
        System.arraycopy(bytes, 0, out, 0, from);
        System.arraycopy(with, 0, out, from, with.length);
        System.arraycopy(bytes, to, out, from + with.length, bytes.length - to);
        return out;
    }
}
