package dev.spanflame.block.wal;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.Signal;
import dev.spanflame.model.Tenant;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;

/// Bytes of a record: a head, then the body as received.
///
/// ```
/// version u8 | sequence u64 | received u64 | signal u8 | format u8 | tenant: length u8, bytes
/// | refused: count u32, then for each run of refused ordinals first u32, length u32 | body
/// ```
final class WalCodec {
    private static final int VERSION = 1;
    private static final int FIXED = 1 + 8 + 8 + 1 + 1 + 1 + 4;

    private WalCodec() {}

    /// The head of a record; the body follows it as it is.
    static byte[] head(long sequence, WalEntry entry) {
        byte[] tenant = entry.tenant().id().getBytes(StandardCharsets.US_ASCII);
        byte[] refused = runs(entry.refused());
        ByteBuffer head = ByteBuffer.allocate(FIXED + tenant.length + refused.length);
        head.put((byte) VERSION).putLong(sequence).putLong(entry.receivedNanos());
        head.put((byte) entry.signal().ordinal()).put((byte) entry.format());
        head.put((byte) tenant.length).put(tenant);
        head.putInt(refused.length / 8).put(refused);
        return head.array();
    }

    /// The record in `bytes`; throws [IllegalArgumentException] when they are none.
    static WalRecord decode(byte[] bytes) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            int version = in.get();
            if (version != VERSION) {
                throw new IllegalArgumentException("record version " + version + ", expected " + VERSION);
            }
            long sequence = in.getLong();
            long received = in.getLong();
            Signal signal = Signal.values()[in.get()];
            int format = in.get() & 0xff;
            byte[] tenant = new byte[in.get() & 0xff];
            in.get(tenant);
            BitSet refused = bits(in);
            byte[] body = Arrays.copyOfRange(bytes, in.position(), bytes.length);
            Tenant owner = new Tenant(new String(tenant, StandardCharsets.US_ASCII));
            return new WalRecord(sequence, new WalEntry(owner, signal, format, received, refused, body));
        } catch (BufferUnderflowException | IndexOutOfBoundsException | ArithmeticException | BackendException e) {
            throw new IllegalArgumentException("not a record of the log: " + e.getMessage(), e);
        }
    }

    private static byte[] runs(BitSet set) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int from = set.nextSetBit(0); from >= 0; ) {
            int to = set.nextClearBit(from);
            out.writeBytes(ByteBuffer.allocate(8).putInt(from).putInt(to - from).array());
            from = set.nextSetBit(to);
        }
        return out.toByteArray();
    }

    private static BitSet bits(ByteBuffer in) {
        int count = in.getInt();
        if (count < 0 || count > in.remaining() / 8) {
            throw new IllegalArgumentException(count + " runs of refused items do not fit the record");
        }
        BitSet set = new BitSet();
        for (int i = 0; i < count; i++) {
            int from = in.getInt();
            set.set(from, Math.addExact(from, in.getInt()));
        }
        return set;
    }
}
