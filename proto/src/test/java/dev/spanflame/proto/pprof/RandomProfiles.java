package dev.spanflame.proto.pprof;

import dev.spanflame.proto.google.v1.Function;
import dev.spanflame.proto.google.v1.Label;
import dev.spanflame.proto.google.v1.Line;
import dev.spanflame.proto.google.v1.Location;
import dev.spanflame.proto.google.v1.Mapping;
import dev.spanflame.proto.google.v1.Profile;
import dev.spanflame.proto.google.v1.Sample;
import dev.spanflame.proto.google.v1.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Makes pprof profiles from a seed: small odd ones for fuzzing and large ones like a JVM's for measuring.
public final class RandomProfiles {
    private RandomProfiles() {}

    /// A small valid profile that uses every field of the format: inlined lines, labels of all kinds, sparse ids.
    public static Profile odd(Random random) {
        Profile.Builder profile = Profile.newBuilder();
        Texts texts = new Texts(profile);
        int types = 1 + random.nextInt(3);
        for (int i = 0; i < types; i++) {
            profile.addSampleType(type(texts, "type" + random.nextInt(4), "unit" + i));
        }
        if (random.nextBoolean()) {
            profile.setPeriodType(type(texts, "cpu", "nanoseconds"));
        }
        long step = random.nextBoolean() ? 1 : 1 + random.nextInt(1000);
        int mappings = random.nextInt(3);
        for (int i = 1; i <= mappings; i++) {
            profile.addMapping(Mapping.newBuilder()
                    .setId(i * step)
                    .setMemoryStart(random.nextLong())
                    .setMemoryLimit(random.nextLong())
                    .setFileOffset(random.nextInt(9000))
                    .setFilename(texts.text("/bin/é" + i))
                    .setBuildId(texts.text("build" + i)));
        }
        int locations = addCode(profile, texts, random, mappings, step);
        for (int i = random.nextInt(12); i > 0; i--) {
            profile.addSample(sample(random, texts, types, locations, step));
        }
        profile.setTimeNanos(random.nextLong())
                .setDurationNanos(random.nextLong())
                .setPeriod(random.nextInt());
        profile.addComment(texts.text("comment")).setDefaultSampleType(texts.text("type0"));
        return profile.build();
    }

    private static int addCode(Profile.Builder profile, Texts texts, Random random, int mappings, long step) {
        int functions = 1 + random.nextInt(8);
        for (int i = 1; i <= functions; i++) {
            profile.addFunction(Function.newBuilder()
                    .setId(i * step)
                    .setName(texts.text("function" + random.nextInt(6)))
                    .setSystemName(texts.text("system" + i))
                    .setFilename(texts.text("file" + random.nextInt(3)))
                    .setStartLine(random.nextInt(100)));
        }
        int locations = 1 + random.nextInt(10);
        for (int i = 1; i <= locations; i++) {
            Location.Builder location =
                    Location.newBuilder().setId(i * step).setAddress(random.nextInt(2) * random.nextLong());
            location.setMappingId(mappings == 0 ? 0 : random.nextInt(mappings + 1) * step);
            for (int line = random.nextInt(4); line > 0; line--) {
                location.addLine(Line.newBuilder()
                        .setFunctionId((1 + random.nextInt(functions)) * step)
                        .setLine(random.nextInt(500))
                        .setColumn(random.nextInt(3)));
            }
            profile.addLocation(location);
        }
        return locations;
    }

    private static Sample sample(Random random, Texts texts, int types, int locations, long step) {
        Sample.Builder sample = Sample.newBuilder();
        for (int depth = random.nextInt(6); depth > 0; depth--) {
            sample.addLocationId((1 + random.nextInt(locations)) * step);
        }
        for (int type = 0; type < types; type++) {
            sample.addValue(random.nextInt(20) == 0 ? -1 : Math.max(0, random.nextInt(1000) - 200));
        }
        for (int label = random.nextInt(4); label > 0; label--) {
            sample.addLabel(label(random, texts));
        }
        return sample.build();
    }

    private static Label label(Random random, Texts texts) {
        return switch (random.nextInt(6)) {
            case 0 -> text(texts, "span_id", random.nextBoolean() ? "00f067aa0ba902b7" : "zz");
            case 1 -> text(texts, "profile_id", "A0f067aa0ba902b7");
            case 2 -> text(texts, "trace_id", random.nextBoolean() ? "4bf92f3577b34da6a3ce929d0e0e4736" : "4bf9");
            case 3 ->
                Label.newBuilder()
                        .setKey(texts.text("bytes"))
                        .setNum(random.nextInt(3))
                        .build();
            default -> text(texts, "key" + random.nextInt(2), "value" + random.nextInt(3));
        };
    }

    private static Label text(Texts texts, String key, String value) {
        return Label.newBuilder()
                .setKey(texts.text(key))
                .setStr(texts.text(value))
                .build();
    }

    /// A CPU and allocation profile of `stacks` distinct stacks, 20 to 60 frames deep, of one Java service.
    ///
    /// Profiles of the same `service` share their code and most of their stacks, as profiles of one program do.
    public static Profile service(int service, int stacks, long timeNanos, Random random) {
        Profile.Builder profile = Profile.newBuilder();
        Texts texts = new Texts(profile);
        profile.addSampleType(type(texts, "cpu", "nanoseconds")).setPeriodType(type(texts, "cpu", "nanoseconds"));
        profile.setPeriod(10_000_000).setTimeNanos(timeNanos).setDurationNanos(10_000_000_000L);
        int functions = 3000;
        for (int i = 1; i <= functions; i++) {
            profile.addFunction(Function.newBuilder()
                    .setId(i)
                    .setName(texts.text("com/example/service" + service % 7 + "/Handler" + i % 211 + ".method" + i))
                    .setFilename(texts.text("Handler" + i % 211 + ".java")));
            profile.addLocation(Location.newBuilder()
                    .setId(i)
                    .addLine(Line.newBuilder().setFunctionId(i).setLine(i % 97)));
        }
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < stacks * 2; i++) {
            chosen.add(i);
        }
        java.util.Collections.shuffle(chosen, random);
        for (int i = 0; i < stacks; i++) {
            profile.addSample(stack(service, chosen.get(i), functions)
                    .addValue(10_000_000L * (1 + (int) Math.pow(random.nextInt(10), 2))));
        }
        return profile.build();
    }

    private static Sample.Builder stack(int service, int stack, int functions) {
        Random shape = new Random(service * 1_000_003L + stack);
        int depth = 20 + shape.nextInt(41);
        long[] path = new long[depth];
        long state = service;
        for (int i = 0; i < depth; i++) {
            int branches = i < 8 ? 1 : 3;
            state = state * 6364136223846793005L + 1442695040888963407L + shape.nextInt(branches);
            path[i] = 1 + Math.floorMod(state >>> 20, functions);
        }
        Sample.Builder sample = Sample.newBuilder();
        for (int i = depth - 1; i >= 0; i--) {
            sample.addLocationId(path[i]);
        }
        return sample;
    }

    private static ValueType type(Texts texts, String type, String unit) {
        return ValueType.newBuilder()
                .setType(texts.text(type))
                .setUnit(texts.text(unit))
                .build();
    }

    /// Numbers texts for a string table.
    private static final class Texts {
        private final java.util.Map<String, Integer> numbers = new java.util.HashMap<>();
        private final Profile.Builder profile;

        Texts(Profile.Builder profile) {
            this.profile = profile;
            text("");
        }

        int text(String text) {
            return numbers.computeIfAbsent(text, _ -> {
                profile.addStringTable(text);
                return profile.getStringTableCount() - 1;
            });
        }
    }
}
