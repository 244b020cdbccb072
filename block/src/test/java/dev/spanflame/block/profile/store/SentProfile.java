package dev.spanflame.block.profile.store;

import dev.spanflame.model.Hex;
import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.model.profile.SampleType;
import dev.spanflame.model.profile.SeriesLabels;
import dev.spanflame.proto.google.v1.Function;
import dev.spanflame.proto.google.v1.Label;
import dev.spanflame.proto.google.v1.Line;
import dev.spanflame.proto.google.v1.Location;
import dev.spanflame.proto.google.v1.Mapping;
import dev.spanflame.proto.google.v1.Profile;
import dev.spanflame.proto.google.v1.Sample;
import dev.spanflame.proto.google.v1.ValueType;
import dev.spanflame.proto.pprof.PprofDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A pprof message with everything a block keeps, and what its samples must look like afterwards, written down
/// from the message as protobuf's own parser gives it.
record SentProfile(String service, Profile message) {
    private static final SampleType[] TYPES = {
        new SampleType("alloc_objects", "count"), new SampleType("alloc_space", "bytes")
    };
    private static final SampleType PERIOD = new SampleType("space", "bytes");

    /// Numbers texts for a string table.
    private static final class Texts {
        private final Map<String, Integer> numbers = new HashMap<>();
        private final Profile.Builder profile;

        Texts(Profile.Builder profile) {
            this.profile = profile;
            of("");
        }

        int of(String text) {
            return numbers.computeIfAbsent(text, _ -> {
                profile.addStringTable(text);
                return profile.getStringTableCount() - 1;
            });
        }
    }

    static SentProfile random(Random random) {
        Profile.Builder profile = Profile.newBuilder();
        Texts texts = new Texts(profile);
        for (SampleType type : TYPES) {
            profile.addSampleType(
                    ValueType.newBuilder().setType(texts.of(type.type())).setUnit(texts.of(type.unit())));
        }
        profile.setPeriodType(
                ValueType.newBuilder().setType(texts.of(PERIOD.type())).setUnit(texts.of(PERIOD.unit())));
        profile.setTimeNanos(1_700_000_000_000_000_000L + random.nextLong(1_000_000_000_000L));
        profile.setDurationNanos(random.nextLong(60_000_000_000L));
        for (int i = 1; i <= 2; i++) {
            profile.addMapping(Mapping.newBuilder()
                    .setId(i)
                    .setMemoryStart(0x1000L * i)
                    .setMemoryLimit(0x1000L * i + 0xfff)
                    .setFilename(texts.of("/bin/é" + i))
                    .setBuildId(texts.of("build" + i)));
        }
        for (int i = 1; i <= 12; i++) {
            String name = i == 7 ? "long".repeat(3_000) : "function" + i;
            profile.addFunction(Function.newBuilder()
                    .setId(i)
                    .setName(texts.of(name))
                    .setSystemName(texts.of("_Z" + i))
                    .setFilename(texts.of("file" + i % 3 + ".c"))
                    .setStartLine(i * 10));
        }
        for (int i = 1; i <= 20; i++) {
            profile.addLocation(location(i, random));
        }
        for (int i = 0; i < 30; i++) {
            profile.addSample(sample(texts, random));
        }
        return new SentProfile("service" + random.nextInt(3), profile.build());
    }

    /// Locations of even number lie in the first mapping, as do functions of even number.
    private static Location location(int id, Random random) {
        Location.Builder location =
                Location.newBuilder().setId(id).setMappingId(1 + id % 2).setAddress(0x1000L * (1 + id % 2) + id);
        for (int lines = id > 17 ? 0 : 1 + random.nextInt(2); lines > 0; lines--) {
            location.addLine(Line.newBuilder()
                    .setFunctionId(2 + 2 * random.nextInt(5) - id % 2)
                    .setLine(random.nextInt(200)));
        }
        return location.build();
    }

    private static Sample sample(Texts texts, Random random) {
        Sample.Builder sample = Sample.newBuilder();
        for (int depth = 1 + random.nextInt(9); depth > 0; depth--) {
            sample.addLocationId(1 + random.nextInt(20));
        }
        sample.addValue(random.nextInt(4)).addValue(random.nextLong(1L << 50));
        if (random.nextBoolean()) {
            sample.addLabel(label(texts, "span_id", Hex.of(random.nextLong() | 1)));
            sample.addLabel(label(texts, "trace_id", Hex.of(random.nextLong()) + Hex.of(random.nextLong() | 1)));
        }
        if (random.nextInt(3) == 0) {
            sample.addLabel(label(texts, "span_name", "GET \"/" + random.nextInt(2) + "\""));
        }
        return sample.build();
    }

    private static Label label(Texts texts, String key, String value) {
        return Label.newBuilder().setKey(texts.of(key)).setStr(texts.of(value)).build();
    }

    /// As a decoder of uploads gives it.
    ProfileBatch batch() {
        ProfileBatch batch = new PprofDecoder(ProfileLimits.DEFAULT).decode(message.toByteArray());
        return batch.setLabels(labels());
    }

    private Labels labels() {
        return Labels.of("__name__", "memory", "service_name", service);
    }

    /// A line of text for each value above 0.
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Sample sample : message.getSampleList()) {
            Map<String, String> labels = new HashMap<>();
            sample.getLabelList().forEach(label -> labels.put(text(label.getKey()), text(label.getStr())));
            String span = String.valueOf(labels.remove("span_id"));
            String trace = String.valueOf(labels.remove("trace_id"));
            for (int type = 0; type < TYPES.length; type++) {
                if (sample.getValue(type) > 0) {
                    Labels series = SeriesLabels.of(labels(), Labels.of(labels), TYPES[type], PERIOD);
                    lines.add(String.join(
                            "|",
                            String.valueOf(series.asMap()),
                            String.valueOf(message.getTimeNanos()),
                            String.valueOf(message.getDurationNanos()),
                            String.valueOf(sample.getValue(type)),
                            span,
                            trace,
                            String.join(">", frames(sample))));
                }
            }
        }
        return lines;
    }

    /// Frames from the leaf to the root.
    private List<String> frames(Sample sample) {
        List<String> frames = new ArrayList<>();
        for (long id : sample.getLocationIdList()) {
            Location location = message.getLocation((int) id - 1);
            Mapping mapping = message.getMapping((int) location.getMappingId() - 1);
            String binary = text(mapping.getFilename()) + "," + text(mapping.getBuildId());
            if (location.getLineCount() == 0) {
                String place = "0x" + Long.toHexString(location.getAddress() - mapping.getMemoryStart());
                frames.add(text(mapping.getFilename()).replace("/bin/", "") + "+" + place + ",,,0,0," + binary);
            }
            for (Line line : location.getLineList()) {
                Function function = message.getFunction((int) line.getFunctionId() - 1);
                frames.add(text(function.getName()) + "," + text(function.getSystemName()) + ","
                        + text(function.getFilename()) + "," + function.getStartLine() + "," + line.getLine() + ","
                        + binary);
            }
        }
        return frames;
    }

    private String text(long number) {
        return message.getStringTable((int) number);
    }
}
