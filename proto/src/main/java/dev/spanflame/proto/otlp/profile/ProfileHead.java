package dev.spanflame.proto.otlp.profile;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.profile.SampleType;
import dev.spanflame.model.trace.TextRef;
import dev.spanflame.proto.columns.SliceList;
import dev.spanflame.proto.columns.TextTable;
import dev.spanflame.proto.wire.WireReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What a profile says beside its samples, of which the places are noted. Times are nanoseconds.
final class ProfileHead {
    private static final int DEPTH = 3;
    private static final int SAMPLE_TYPE = 1 << 3 | WireReader.BYTES;
    private static final int SAMPLE = 2 << 3 | WireReader.BYTES;
    private static final int RANGE_LOCATIONS = 3;
    private static final int MAX_TYPES = 64;

    final List<SampleType> sampleTypes = new ArrayList<>();
    final SliceList samples = new SliceList();
    final IntList locations = new IntList();
    final IntList attributes = new IntList();
    SampleType periodType = SampleType.NONE;
    long period;
    long timeNanos;
    long durationNanos;
    /// Number of the scope, counted over the request.
    int scope;

    private final TextTable texts;
    private final ProfileLayout layout;
    private long payloadFormat;
    private long payload;

    private ProfileHead(TextTable texts, ProfileLayout layout) {
        this.texts = texts;
        this.layout = layout;
    }

    /// Reads the profile at which the cursor stands.
    static ProfileHead read(WireReader in, TextTable texts, ProfileLayout layout) {
        ProfileHead head = new ProfileHead(texts, layout);
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == SAMPLE) {
                int length = in.length();
                head.samples.add(in.position(), length);
                in.advance(length);
            } else if (tag == SAMPLE_TYPE) {
                head.addType(head.valueType(in));
            } else {
                head.readField(in, tag);
            }
        }
        return head;
    }

    /// Whether the profile at which the cursor stands counts CPU time. One that is malformed does not.
    static boolean hasCpuTime(WireReader in, TextTable texts, ProfileLayout layout) {
        ProfileHead head = new ProfileHead(texts, layout);
        boolean found = false;
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag == SAMPLE_TYPE) {
                try {
                    found |= Measure.isCpuTime(head.valueType(in));
                } catch (BackendException _) {
                    return false;
                }
            } else {
                in.skip(tag, DEPTH);
            }
        }
        return found;
    }

    private void addType(SampleType type) {
        if (!layout.hasRanges()) {
            sampleTypes.clear();
        }
        if (sampleTypes.size() == MAX_TYPES) {
            throw MalformedOtlp.because("more than " + MAX_TYPES + " sample types");
        }
        sampleTypes.add(type);
    }

    private void readField(WireReader in, int tag) {
        int field = tag >>> 3;
        int type = tag & 7;
        ProfileLayout.ProfileFields fields = layout.profile();
        if (field == fields.time() && (type == WireReader.FIXED64 || type == WireReader.VARINT)) {
            timeNanos = type == WireReader.FIXED64 ? in.fixed64() : in.varint();
        } else if (field == fields.duration() && type == WireReader.VARINT) {
            durationNanos = in.varint();
        } else if (field == fields.periodType() && type == WireReader.BYTES) {
            periodType = valueType(in);
        } else if (field == fields.period() && type == WireReader.VARINT) {
            period = in.varint();
        } else if (field == fields.attributes()) {
            attributes.read(in, tag, DEPTH);
        } else if (field == RANGE_LOCATIONS && layout.hasRanges()) {
            locations.read(in, tag, DEPTH);
        } else if (type == WireReader.BYTES && (field == fields.payloadFormat() || field == fields.payload())) {
            int length = in.length();
            long ref = TextRef.of(in.position(), length);
            in.advance(length);
            payloadFormat = field == fields.payloadFormat() ? ref : payloadFormat;
            payload = field == fields.payload() ? ref : payload;
        } else {
            in.skip(tag, DEPTH);
        }
    }

    /// The recording that was enclosed, empty where there is none.
    byte[] jfr(byte[] bytes) {
        String format = AttributeText.text(bytes, payloadFormat);
        return format.equals("jfr")
                ? Arrays.copyOfRange(bytes, TextRef.offset(payload), TextRef.offset(payload) + TextRef.length(payload))
                : new byte[0];
    }

    private SampleType valueType(WireReader in) {
        int outer = in.enter(DEPTH);
        long type = 0;
        long unit = 0;
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag) {
                case 1 << 3 -> type = in.varint();
                case 2 << 3 -> unit = in.varint();
                default -> in.skip(tag, DEPTH + 1);
            }
        }
        in.leave(outer);
        return new SampleType(text(type), text(unit));
    }

    private String text(long index) {
        return index == 0 ? "" : texts.text(index);
    }
}
