package dev.spanflame.querier.pyroscope.export;

import dev.spanflame.block.profile.code.FrameText;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.profile.ProfileType;
import dev.spanflame.proto.google.v1.Function;
import dev.spanflame.proto.google.v1.Label;
import dev.spanflame.proto.google.v1.Line;
import dev.spanflame.proto.google.v1.Location;
import dev.spanflame.proto.google.v1.Mapping;
import dev.spanflame.proto.google.v1.Profile;
import dev.spanflame.proto.google.v1.Sample;
import dev.spanflame.proto.google.v1.ValueType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/// Writes trees whose names are [FrameText]s as one pprof profile: a sample for each stack, a location
/// for each frame.
///
/// Lines that were inlined into one place of a program are locations of their own. Used once.
public final class PprofWriter {
    private static final int EVERY_FRAME = Integer.MAX_VALUE;

    private final Profile.Builder profile = Profile.newBuilder();
    private final Map<String, Long> texts = new HashMap<>();
    private final Map<String, Long> locations = new HashMap<>();
    private final Map<FrameText, Long> functions = new HashMap<>();
    private final Map<List<String>, Long> mappings = new HashMap<>();
    private final Shape shape;

    /// How stacks are cut for Go's profile-guided optimisation: `leaves` frames from the innermost on
    /// are kept, and the line of the innermost is forgotten where `anyLine`.
    public record Shape(int leaves, boolean anyLine) {
        /// Stacks as they are.
        public static final Shape WHOLE = new Shape(EVERY_FRAME, false);

        private boolean isWhole() {
            return leaves == EVERY_FRAME && !anyLine;
        }
    }

    /// A profile of one type, without samples yet.
    public PprofWriter(ProfileType type, TimeRange window, Shape shape) {
        this.shape = shape;
        text("");
        profile.addSampleType(
                ValueType.newBuilder().setType(text(type.sampleType())).setUnit(text(type.sampleUnit())));
        if (!type.periodType().isEmpty()) {
            profile.setPeriodType(
                    ValueType.newBuilder().setType(text(type.periodType())).setUnit(text(type.periodUnit())));
        }
        profile.setTimeNanos(window.startNanos()).setDurationNanos(window.endNanos() - window.startNanos());
        profile.setDefaultSampleType(text(type.sampleType()));
    }

    /// Adds the stacks of a tree.
    public PprofWriter add(CallTree tree) {
        add(tree, 1);
        return this;
    }

    /// Adds the stacks of a tree as what is subtracted, in the way of `pprof -diff_base`: values are
    /// negative, and each sample has the label `pprof::base`.
    public PprofWriter subtract(CallTree tree) {
        add(tree, -1);
        return this;
    }

    /// The profile.
    public Profile profile() {
        return profile.build();
    }

    /// The profile as files hold it, in gzip.
    public byte[] gzip() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            profile.build().writeTo(zip);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return out.toByteArray();
    }

    private void add(CallTree tree, int sign) {
        Map<List<Long>, Long> values = new LinkedHashMap<>();
        long[] path = new long[64];
        for (int i = 1; i < tree.nodes().size(); i++) {
            CallTree.Node node = tree.nodes().get(i);
            int depth = node.depth();
            if (depth > path.length) {
                path = Arrays.copyOf(path, depth * 2);
            }
            path[depth - 1] = location(node.name());
            if (node.self() > 0) {
                if (sign > 0 && shape.isWhole()) {
                    // no other node has the same path
                    addSample(path, depth, sign * node.self(), sign);
                } else {
                    values.merge(stack(path, depth, node.name()), node.self(), Long::sum);
                }
            }
        }
        values.forEach((stack, value) -> {
            long[] outwards = stack.stream().mapToLong(Long::longValue).toArray();
            for (int i = 0; i < outwards.length / 2; i++) {
                long swap = outwards[i];
                outwards[i] = outwards[outwards.length - 1 - i];
                outwards[outwards.length - 1 - i] = swap;
            }
            addSample(outwards, outwards.length, sign * value, sign);
        });
    }

    /// Adds a sample of the first `depth` locations of a path, the innermost last.
    private void addSample(long[] path, int depth, long value, int sign) {
        Sample.Builder sample = Sample.newBuilder().addValue(value);
        for (int i = depth - 1; i >= 0; i--) {
            sample.addLocationId(path[i]);
        }
        if (sign < 0) {
            sample.addLabel(Label.newBuilder().setKey(text("pprof::base")).setStr(text("true")));
        }
        profile.addSample(sample);
    }

    /// Locations from the innermost outwards, as many as are kept.
    private List<Long> stack(long[] path, int depth, String leaf) {
        List<Long> stack = new ArrayList<>();
        for (int i = depth - 1; i >= 0 && stack.size() < shape.leaves(); i--) {
            stack.add(path[i]);
        }
        if (shape.anyLine() && !stack.isEmpty()) {
            stack.set(0, location(withoutLine(leaf)));
        }
        return stack;
    }

    private long location(String name) {
        Long known = locations.get(name);
        if (known != null) {
            return known;
        }
        FrameText frame = FrameText.parse(name);
        long id = locations.size() + 1L;
        profile.addLocation(Location.newBuilder()
                .setId(id)
                .setMappingId(mapping(frame))
                .setAddress(frame.address())
                .addLine(Line.newBuilder().setFunctionId(function(frame)).setLine(frame.line())));
        locations.put(name, id);
        return id;
    }

    /// The same place, whatever the line.
    private static String withoutLine(String name) {
        FrameText frame = FrameText.parse(name);
        FrameText any = new FrameText(
                frame.function(),
                frame.systemName(),
                frame.file(),
                frame.startLine(),
                0,
                frame.binary(),
                frame.buildId(),
                frame.address());
        return new String(any.utf8(), StandardCharsets.UTF_8);
    }

    private long function(FrameText frame) {
        FrameText key =
                new FrameText(frame.function(), frame.systemName(), frame.file(), frame.startLine(), 0, "", "", 0);
        return functions.computeIfAbsent(key, _ -> {
            long id = functions.size() + 1L;
            profile.addFunction(Function.newBuilder()
                    .setId(id)
                    .setName(text(frame.function()))
                    .setSystemName(text(frame.systemName()))
                    .setFilename(text(frame.file()))
                    .setStartLine(frame.startLine()));
            return id;
        });
    }

    private long mapping(FrameText frame) {
        if (frame.binary().isEmpty() && frame.buildId().isEmpty()) {
            return 0;
        }
        return mappings.computeIfAbsent(List.of(frame.binary(), frame.buildId()), _ -> {
            long id = mappings.size() + 1L;
            profile.addMapping(Mapping.newBuilder()
                    .setId(id)
                    .setFilename(text(frame.binary()))
                    .setBuildId(text(frame.buildId()))
                    .setHasFunctions(true));
            return id;
        });
    }

    private long text(String text) {
        Long known = texts.get(text);
        if (known != null) {
            return known;
        }
        long id = texts.size();
        profile.addStringTable(text);
        texts.put(text, id);
        return id;
    }
}
