package dev.spanflame.proto.otlp;

/// The value of a field that holds an id of 8 or 16 bytes. The last value sent counts. Not thread-safe.
final class IdField {
    private final int size;
    private int at;
    private int length;
    private long high;
    private long low;

    /// An id of `size` bytes, 8 or 16.
    IdField(int size) {
        this.size = size;
    }

    /// Forgets the value.
    void clear() {
        length = 0;
        high = 0;
        low = 0;
    }

    /// Reads the bytes whose length comes next. Hot path.
    void read(WireReader in) {
        length = in.length();
        at = in.position();
        if (length == size) {
            high = size == 16 ? in.idAt(at) : 0;
            low = in.idAt(at + size - 8);
        } else {
            high = 0;
            low = 0;
        }
        in.advance(length);
    }

    /// Whether there is an id: of the right size, not all zero.
    boolean isSet() {
        return (high | low) != 0;
    }

    /// Whether bytes of another size were sent.
    boolean isMisfit() {
        return length != size && length != 0;
    }

    /// Upper half of an id of 16 bytes, 0 when there is none.
    long high() {
        return high;
    }

    /// Lower half of an id of 16 bytes, or the whole of one of 8; 0 when there is none.
    long low() {
        return low;
    }

    /// Offset of the bytes in the request.
    int at() {
        return at;
    }

    /// Number of bytes sent.
    int length() {
        return length;
    }
}
