package dev.spanflame.proto.columns;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.profile.ProfileBatch.Oddity;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.model.profile.ProfileSymbols;
import dev.spanflame.model.trace.TextRef;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;

/// The string table of one profile: slices of the upload, mended where they are no UTF-8 and cut where
/// too long.
public final class TextTable {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long NOT_ASCII = 0x8080808080808080L;

    private final ProfileSymbols symbols;
    private final ProfileLimits limits;
    private final Function<String, BackendException> malformed;
    private final int[] oddities = new int[Oddity.values().length];
    private long[] refs = new long[256];
    private int size;

    /// An empty table; `malformed` makes the error for an upload of which it is told what is wrong.
    public TextTable(ProfileSymbols symbols, ProfileLimits limits, Function<String, BackendException> malformed) {
        this.symbols = symbols;
        this.limits = limits;
        this.malformed = malformed;
    }

    /// Appends the slice `[from, from + length)` of the upload.
    public void add(int from, int length) {
        if (size == 0 && length > 0) {
            throw malformed.apply("entry 0 of the string table is not empty");
        }
        if (size == refs.length) {
            refs = Arrays.copyOf(refs, size * 2);
        }
        refs[size++] = isAscii(from, length) && length <= limits.maxTextBytes()
                ? TextRef.of(from, length)
                : mended(from, length);
    }

    /// Number of entries.
    public int size() {
        return size;
    }

    /// How often `oddity` was met.
    public int oddityCount(Oddity oddity) {
        return oddities[oddity.ordinal()];
    }

    /// Entry `index` as a [TextRef]. Throws when there is none.
    public long ref(long index) {
        if (index < 0 || index >= size) {
            throw malformed.apply("text " + index + " of a string table with " + size + " entries");
        }
        return refs[(int) index];
    }

    /// Entry `index` as text.
    public String text(long index) {
        return symbols.text(ref(index));
    }

    private boolean isAscii(int from, int length) {
        byte[] bytes = symbols.bytes();
        int at = from;
        int end = from + length;
        for (; at <= end - 8; at += 8) {
            if (((long) WORD.get(bytes, at) & NOT_ASCII) != 0) {
                return false;
            }
        }
        for (; at < end; at++) {
            if (bytes[at] < 0) {
                return false;
            }
        }
        return true;
    }

    private long mended(int from, int length) {
        byte[] bytes = symbols.bytes();
        int start = from;
        int end = from + length;
        if (length > limits.maxTextBytes()) {
            oddities[Oddity.TEXT_TOO_LONG.ordinal()]++;
            start = end - limits.maxTextBytes();
            while (start < end && (bytes[start] & 0xc0) == 0x80) {
                start++;
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, end - start));
            return TextRef.of(start, end - start);
        } catch (CharacterCodingException _) {
            oddities[Oddity.INVALID_UTF8.ordinal()]++;
            return symbols.addText(new String(bytes, start, end - start, StandardCharsets.UTF_8));
        }
    }
}
