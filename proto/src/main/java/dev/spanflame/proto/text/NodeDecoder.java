package dev.spanflame.proto.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads the two binary formats of Pyroscope's first agents. In both a node is the length of its name,
/// the name, its value and the number of its children, all numbers as varints, and the children follow
/// one after the other.
///
/// In a tree a name is that of a frame, in a trie a piece of a folded stack.
public final class NodeDecoder {
    /// Bytes of folded stacks that all values of a trie together may have.
    private static final long MAX_KEY_BYTES = 256L << 20;

    private final String format;
    private final byte[] bytes;
    private final TextProfile profile;
    private final boolean trie;
    private int at;
    /// For each open node: children to come, and how much of key or stack is above it.
    private long[] children = new long[64];
    private int[] lengths = new int[64];
    private int depth;
    private byte[] key = new byte[256];
    private int keyLength;
    private long keyBytes;

    private NodeDecoder(String format, byte[] bytes, TextProfile profile, boolean trie) {
        this.format = format;
        this.bytes = bytes;
        this.profile = profile;
        this.trie = trie;
    }

    /// Reads a tree into `profile`.
    ///
    /// Throws [dev.spanflame.model.BackendException] of kind BAD_REQUEST where `bytes` are none.
    public static void readTree(byte[] bytes, TextProfile profile) {
        new NodeDecoder("tree", bytes, profile, false).read();
    }

    /// Reads a trie into `profile`.
    ///
    /// Throws [dev.spanflame.model.BackendException] of kind BAD_REQUEST where `bytes` are none.
    public static void readTrie(byte[] bytes, TextProfile profile) {
        new NodeDecoder("trie", bytes, profile, true).read();
    }

    private void read() {
        do {
            readNode();
            while (depth > 0 && children[depth - 1] == 0) {
                depth--;
                restore(lengths[depth]);
            }
            if (depth > 0) {
                children[depth - 1]--;
            }
        } while (depth > 0);
        if (at < bytes.length) {
            throw MalformedText.because(format, (bytes.length - at) + " bytes follow the last node");
        }
    }

    private void readNode() {
        int above = trie ? keyLength : profile.depth();
        long length = number();
        if (length < 0 || length > bytes.length - at) {
            throw MalformedText.because(
                    format, "a name of " + length + " bytes where " + (bytes.length - at) + " are left");
        }
        open((int) length);
        at += (int) length;
        long value = number();
        if (value != 0) {
            count(value);
        }
        long count = number();
        if (count < 0 || count > bytes.length - at) {
            throw MalformedText.because(
                    format, "a node of " + count + " children where " + (bytes.length - at) + " bytes are left");
        }
        if (count == 0) {
            restore(above);
            return;
        }
        if (depth == children.length) {
            children = Arrays.copyOf(children, depth * 2);
            lengths = Arrays.copyOf(lengths, depth * 2);
        }
        children[depth] = count;
        lengths[depth++] = above;
    }

    private void open(int length) {
        if (trie) {
            if (keyLength + length > key.length) {
                key = Arrays.copyOf(key, Math.max(keyLength + length, key.length * 2));
            }
            System.arraycopy(bytes, at, key, keyLength, length);
            keyLength += length;
        } else if (length > 0) {
            profile.push(new String(bytes, at, length, StandardCharsets.UTF_8));
        }
    }

    private void count(long value) {
        if (!trie) {
            if (profile.depth() > 0) {
                profile.count(value);
            }
            return;
        }
        keyBytes += keyLength;
        if (keyBytes > MAX_KEY_BYTES) {
            throw MalformedText.because(format, "its stacks have more than " + MAX_KEY_BYTES + " bytes");
        }
        FoldedDecoder.pushAll(key, 0, keyLength, profile);
        profile.count(value);
        profile.pop(0);
    }

    private void restore(int above) {
        if (trie) {
            keyLength = above;
        } else {
            profile.pop(above);
        }
    }

    private long number() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at >= bytes.length) {
                throw MalformedText.because(format, "it ends too early, at byte " + at);
            }
            byte next = bytes[at++];
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw MalformedText.because(format, "a number of more than 10 bytes at byte " + at);
    }
}
