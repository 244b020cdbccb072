package dev.spanflame.block.profile.store;

import com.dynatrace.hash4j.hashing.HashStream128;
import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import dev.spanflame.block.column.ByteInterner;
import dev.spanflame.block.column.ByteStrings;
import java.security.SecureRandom;
import java.util.Arrays;

/// The samples of one profile, used again and again. Not thread-safe.
///
/// They are filled in any order and read in order of their stacks; ids and times are 0 where unknown.
final class SampleRun {
    private static final int NO_THREAD = -1;
    private static final Hasher128 HASHER = Hashing.xxh3_128(new SecureRandom().nextLong());

    private int size;
    private int[] stacks = new int[256];
    private long[] values = new long[256];
    private long[] spans = new long[256];
    private long[] traceHighs = new long[256];
    private long[] traceLows = new long[256];
    private long[] times = new long[256];
    private int[] threads = new int[256];
    private long[] order = new long[256];
    private ByteInterner names = new ByteInterner();

    void clear() {
        size = 0;
        if (names.size() > 0) {
            names = new ByteInterner();
        }
    }

    int size() {
        return size;
    }

    /// Appends a sample without ids and returns its position. Hot path.
    int add(int stack, long value) {
        if (size == stacks.length) {
            grow();
        }
        stacks[size] = stack;
        values[size] = value;
        spans[size] = 0;
        traceHighs[size] = 0;
        traceLows[size] = 0;
        times[size] = 0;
        threads[size] = NO_THREAD;
        return size++;
    }

    private void grow() {
        int capacity = size * 2;
        stacks = Arrays.copyOf(stacks, capacity);
        values = Arrays.copyOf(values, capacity);
        spans = Arrays.copyOf(spans, capacity);
        traceHighs = Arrays.copyOf(traceHighs, capacity);
        traceLows = Arrays.copyOf(traceLows, capacity);
        times = Arrays.copyOf(times, capacity);
        threads = Arrays.copyOf(threads, capacity);
        order = new long[capacity];
    }

    void setSpan(int at, long span) {
        spans[at] = span;
    }

    void setTrace(int at, long high, long low) {
        traceHighs[at] = high;
        traceLows[at] = low;
    }

    void setTime(int at, long time) {
        times[at] = time;
    }

    void setThread(int at, ByteStrings texts, int text) {
        threads[at] = names.intern(texts.bytes(), texts.offset(text), texts.length(text));
    }

    /// Sorts by stack; samples of one stack stay in the order in which they were added.
    void sort() {
        for (int i = 0; i < size; i++) {
            order[i] = (long) stacks[i] << 32 | i;
        }
        Arrays.sort(order, 0, size);
    }

    /// Position of the sample that is the `rank`-th after [#sort]. Hot path.
    int at(int rank) {
        return (int) order[rank];
    }

    int stack(int at) {
        return stacks[at];
    }

    long value(int at) {
        return values[at];
    }

    long span(int at) {
        return spans[at];
    }

    long traceHigh(int at) {
        return traceHighs[at];
    }

    long traceLow(int at) {
        return traceLows[at];
    }

    long time(int at) {
        return times[at];
    }

    /// Number of the thread's name in [#names], or -1.
    int thread(int at) {
        return threads[at];
    }

    /// Names of threads.
    ByteStrings names() {
        return names.strings();
    }

    /// A keyed hash over all samples in order of their stacks.
    HashValue128 digest() {
        HashStream128 hash = HASHER.hashStream();
        ByteStrings texts = names.strings();
        for (int rank = 0; rank < size; rank++) {
            int at = at(rank);
            hash.putInt(stacks[at]).putLong(values[at]).putLong(spans[at]);
            hash.putLong(traceHighs[at]).putLong(traceLows[at]).putLong(times[at]);
            hash.putInt(threads[at] < 0 ? NO_THREAD : texts.length(threads[at]));
            if (threads[at] >= 0) {
                hash.putBytes(texts.bytes(), texts.offset(threads[at]), texts.length(threads[at]));
            }
        }
        return hash.get();
    }
}
