package dev.spanflame.proto.otlp.profile;

import dev.spanflame.proto.columns.SliceList;
import dev.spanflame.proto.wire.WireReader;

/// Finds out which layout a request has, for nothing in it says so: fields that changed their number
/// mostly changed their wire type, too. Where profiles fit several layouts the newest is taken.
final class LayoutProbe {
    private static final int ENOUGH = 1_000;
    private static final int DEPTH = 4;

    private final WireReader in = new WireReader();
    private final byte[] bytes;
    private final int attributeCount;
    private int ranges;
    private int tables;
    private boolean comments;
    private int older;
    private int newer;
    private int samples;

    private LayoutProbe(byte[] bytes, int attributeCount) {
        this.bytes = bytes;
        this.attributeCount = attributeCount;
    }

    /// Layout of the profiles in these slices of `bytes`, whose dictionary has so many attributes.
    static ProfileLayout of(byte[] bytes, SliceList profiles, int attributeCount) {
        LayoutProbe probe = new LayoutProbe(bytes, attributeCount);
        for (int i = 0; i < profiles.size() && probe.samples < ENOUGH; i++) {
            probe.readProfile(profiles.from(i), profiles.to(i));
        }
        if (probe.ranges > probe.tables) {
            return ProfileLayout.V1_7;
        }
        if (probe.comments) {
            return ProfileLayout.V1_8;
        }
        return probe.older > probe.newer ? ProfileLayout.V1_9 : ProfileLayout.V1_10;
    }

    private void readProfile(int from, int to) {
        in.reset(bytes, from, to);
        while (in.hasMore()) {
            int tag = in.tag();
            int type = tag & 7;
            switch (tag >>> 3) {
                case 2 -> {
                    if (type == WireReader.BYTES && samples < ENOUGH) {
                        samples++;
                        readSample();
                        continue;
                    }
                }
                case 3 -> note(type == WireReader.FIXED64);
                case 5 -> note(type == WireReader.BYTES);
                case 6 -> note(type == WireReader.VARINT);
                case 8 -> comments |= type == WireReader.BYTES;
                case 9 -> comments |= type == WireReader.VARINT;
                case 12 -> comments = true;
                default -> {}
            }
            in.skip(tag, DEPTH);
        }
    }

    private void note(boolean table) {
        if (table) {
            tables++;
        } else {
            ranges++;
        }
    }

    /// Wire types of the fields 2 to 5, -1 where a field is missing. Versions 1.8 and 1.9 have values,
    /// attributes, link in this order, later ones attributes, link, values; either writes lists packed
    /// or not.
    private void readSample() {
        int outer = in.enter(DEPTH);
        int second = -1;
        int third = -1;
        int fourth = -1;
        boolean timed = false;
        boolean strange = false;
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag >>> 3) {
                case 2 -> second = tag & 7;
                case 3 -> third = tag & 7;
                case 4 -> fourth = tag & 7;
                case 5 -> timed = true;
                default -> {}
            }
            if (tag == (2 << 3 | WireReader.BYTES)) {
                strange |= hasStranger();
            } else {
                in.skip(tag, DEPTH + 1);
            }
        }
        in.leave(outer);
        vote(second, third, fourth, timed, strange);
    }

    private void vote(int second, int third, int fourth, boolean timed, boolean strange) {
        boolean listThen = second == WireReader.BYTES || third == WireReader.BYTES;
        if (fourth == WireReader.BYTES
                || (third == WireReader.VARINT && second == WireReader.BYTES)
                || (second < 0 && fourth >= 0 && !timed)) {
            newer++;
        } else if (third == WireReader.BYTES
                || (fourth == WireReader.VARINT && listThen)
                || (second >= 0 && fourth < 0 && !timed)
                || strange) {
            older++;
        }
    }

    /// Reads packed numbers; whether one of them cannot be an attribute's.
    private boolean hasStranger() {
        boolean found = false;
        int outer = in.enter(DEPTH + 1);
        while (in.hasMore()) {
            long number = in.varint();
            found |= number <= 0 || number >= attributeCount;
        }
        in.leave(outer);
        return found;
    }
}
