package dev.spanflame.proto.pprof;

import dev.spanflame.model.Hex;
import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileBatch.Oddity;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.model.profile.SampleTable.SampleColumn;
import dev.spanflame.proto.columns.LabelSets;
import dev.spanflame.proto.columns.TextTable;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// Reads the labels of samples: ids of spans and traces into columns, other texts into sets of labels.
///
/// Labels with numbers are dropped, as Pyroscope does: a series is named by texts.
final class LabelReader {
    private static final byte UNKNOWN = 0;
    private static final byte PLAIN = 1;
    private static final byte SPAN = 2;
    private static final byte PROFILE = 3;
    private static final byte TRACE = 4;

    private final TextTable texts;
    private final ProfileBatch batch;
    private final LabelSets sets;
    private final byte[] kinds;
    private final LabelSets.Maker maker = this::labels;
    private int[] pairs = new int[16];
    private int pairCount;
    private int count;
    private long span;
    private long profile;
    private long traceHigh;
    private long traceLow;

    LabelReader(TextTable texts, ProfileBatch batch, ProfileLimits limits) {
        this.texts = texts;
        this.batch = batch;
        this.sets = new LabelSets(batch, limits);
        this.kinds = new byte[texts.size()];
    }

    /// Forgets the labels of the sample before.
    void begin() {
        pairCount = 0;
        count = 0;
        span = 0;
        profile = 0;
        traceHigh = 0;
        traceLow = 0;
    }

    /// Number of labels of the sample so far.
    int count() {
        return count;
    }

    /// Reads the label that comes next.
    void read(WireReader reader) {
        int outer = reader.enter();
        long key = 0;
        long text = 0;
        long number = 0;
        while (reader.hasMore()) {
            int tag = reader.tag();
            switch (tag) {
                case 1 << 3 -> key = reader.varint();
                case 2 << 3 -> text = reader.varint();
                case 3 << 3 -> number = reader.varint();
                default -> reader.skip(tag);
            }
        }
        reader.leave(outer);
        count++;
        texts.ref(key);
        texts.ref(text);
        if (text != 0) {
            add((int) key, (int) text);
        } else if (number != 0) {
            batch.note(Oddity.NUMERIC_LABEL);
        }
    }

    /// Writes what the labels say into the columns of a sample.
    void finish(int row) {
        batch.samples().rows().set(SampleColumn.SPAN_ID, row, span != 0 ? span : profile);
        batch.samples().rows().set(SampleColumn.TRACE_HIGH, row, traceHigh);
        batch.samples().rows().set(SampleColumn.TRACE_LOW, row, traceLow);
        if (pairCount > 0) {
            batch.samples().rows().set(SampleColumn.LABEL_SET, row, sets.find(pairs, pairCount, maker));
        }
    }

    private void add(int key, int text) {
        switch (kind(key)) {
            case SPAN -> span = spanId(text);
            case PROFILE -> profile = spanId(text);
            case TRACE -> readTraceId(text);
            default -> {
                if (pairCount + 2 > pairs.length) {
                    pairs = Arrays.copyOf(pairs, pairs.length * 2);
                }
                pairs[pairCount++] = key;
                pairs[pairCount++] = text;
            }
        }
    }

    private byte kind(int key) {
        if (kinds[key] == UNKNOWN) {
            kinds[key] = switch (texts.text(key)) {
                case "span_id" -> SPAN;
                case "profile_id" -> PROFILE;
                case "trace_id" -> TRACE;
                default -> PLAIN;
            };
        }
        return kinds[key];
    }

    private long spanId(int text) {
        String hex = texts.text(text);
        if (!isHex(hex, 16)) {
            batch.note(Oddity.INVALID_SPAN_ID);
            return 0;
        }
        return Hex.parse(hex, 0, 16);
    }

    private void readTraceId(int text) {
        String hex = texts.text(text);
        if (!isHex(hex, 32)) {
            batch.note(Oddity.INVALID_TRACE_ID);
            return;
        }
        traceHigh = Hex.parse(hex, 0, 16);
        traceLow = Hex.parse(hex, 16, 32);
    }

    private static boolean isHex(String text, int digits) {
        if (text.length() != digits) {
            return false;
        }
        for (int i = 0; i < digits; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f') && (c < 'A' || c > 'F')) {
                return false;
            }
        }
        return true;
    }

    private Labels labels(int[] numbers, int length) {
        Map<String, String> all = new TreeMap<>();
        for (int i = 0; i < length; i += 2) {
            if (all.put(texts.text(numbers[i]), texts.text(numbers[i + 1])) != null) {
                batch.note(Oddity.DUPLICATE_LABEL);
            }
        }
        return Labels.of(all);
    }
}
