package dev.spanflame.proto.pprof;

import dev.spanflame.model.Hex;
import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileSymbols;
import dev.spanflame.model.profile.ProfileSymbols.FunctionColumn;
import dev.spanflame.model.profile.ProfileSymbols.LineColumn;
import dev.spanflame.model.profile.ProfileSymbols.LocationColumn;
import dev.spanflame.model.profile.ProfileSymbols.MappingColumn;
import dev.spanflame.model.profile.SampleTable.SampleColumn;
import dev.spanflame.model.profile.SampleType;
import dev.spanflame.proto.google.v1.Function;
import dev.spanflame.proto.google.v1.Label;
import dev.spanflame.proto.google.v1.Line;
import dev.spanflame.proto.google.v1.Location;
import dev.spanflame.proto.google.v1.Mapping;
import dev.spanflame.proto.google.v1.Profile;
import dev.spanflame.proto.google.v1.Sample;
import dev.spanflame.proto.google.v1.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/// A profile as plain records, written down twice: from a message by the rules in the simplest code there is, and
/// from a decoded batch. Equal records mean an equal reading.
record NaiveProfile(
        List<SampleType> types,
        SampleType periodType,
        long period,
        long timeNanos,
        long durationNanos,
        List<NaiveSample> samples) {
    /// One sample; frames from the leaf to the root.
    record NaiveSample(List<Long> values, List<String> frames, Labels labels, long span, String trace) {}

    /// Says that a profile has to be refused.
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    static NaiveProfile of(ProfileBatch batch) {
        List<NaiveSample> samples = new ArrayList<>();
        for (int row = 0; row < batch.samples().size(); row++) {
            List<Long> values = new ArrayList<>();
            for (int type = 0; type < batch.samples().types(); type++) {
                values.add(batch.samples().value(row, type));
            }
            List<String> frames = new ArrayList<>();
            int stack = batch.samples().rows().getInt(SampleColumn.STACK, row);
            for (int i = batch.stacks().from(stack); i < batch.stacks().to(stack); i++) {
                addFrames(batch.symbols(), batch.stacks().locations()[i], frames);
            }
            int set = batch.samples().rows().getInt(SampleColumn.LABEL_SET, row);
            long high = batch.samples().rows().get(SampleColumn.TRACE_HIGH, row);
            long low = batch.samples().rows().get(SampleColumn.TRACE_LOW, row);
            samples.add(new NaiveSample(
                    values,
                    frames,
                    batch.labelSets().get(set),
                    batch.samples().rows().get(SampleColumn.SPAN_ID, row),
                    Hex.of(high) + Hex.of(low)));
        }
        return new NaiveProfile(
                batch.sampleTypes(),
                batch.periodType(),
                batch.period(),
                batch.timeNanos(),
                batch.durationNanos(),
                samples);
    }

    private static void addFrames(ProfileSymbols symbols, int location, List<String> frames) {
        int mapping = symbols.locations().getInt(LocationColumn.MAPPING, location);
        String place = mapping < 0
                ? "?"
                : symbols.text(symbols.mappings().get(MappingColumn.FILE_NAME, mapping)) + " "
                        + symbols.text(symbols.mappings().get(MappingColumn.BUILD_ID, mapping)) + " "
                        + symbols.mappings().get(MappingColumn.START, mapping) + " "
                        + symbols.mappings().get(MappingColumn.LIMIT, mapping) + " "
                        + symbols.mappings().get(MappingColumn.FILE_OFFSET, mapping);
        frames.add(place + " @" + symbols.locations().get(LocationColumn.ADDRESS, location));
        int to = symbols.locations().getInt(LocationColumn.LINES_TO, location);
        for (int line = symbols.locations().getInt(LocationColumn.LINES_FROM, location); line < to; line++) {
            int function = symbols.lines().getInt(LineColumn.FUNCTION, line);
            frames.add(symbols.text(symbols.functions().get(FunctionColumn.NAME, function)) + " "
                    + symbols.text(symbols.functions().get(FunctionColumn.SYSTEM_NAME, function)) + " "
                    + symbols.text(symbols.functions().get(FunctionColumn.FILE_NAME, function)) + " "
                    + symbols.functions().get(FunctionColumn.START_LINE, function) + " :"
                    + symbols.lines().get(LineColumn.LINE, line));
        }
    }

    static NaiveProfile of(Profile profile) {
        if (profile.getStringTableCount() == 0
                || !profile.getStringTable(0).isEmpty()
                || profile.getSampleTypeCount() == 0
                || profile.getSampleTypeCount() > PprofHeader.MAX_TYPES) {
            throw new Refused();
        }
        Map<Long, Mapping> mappings = byId(profile.getMappingList(), Mapping::getId);
        Map<Long, Function> functions = byId(profile.getFunctionList(), Function::getId);
        Map<Long, Location> locations = byId(profile.getLocationList(), Location::getId);
        Map<Long, List<String>> frames = new HashMap<>();
        mappings.values().forEach(mapping -> {
            text(profile, mapping.getFilename());
            text(profile, mapping.getBuildId());
        });
        Map<Long, String> names = new HashMap<>();
        functions.values().forEach(function -> names.put(function.getId(), name(profile, function)));
        for (Location location : locations.values()) {
            List<String> of = new ArrayList<>();
            of.add(place(profile, mappings, location) + " @" + location.getAddress());
            for (Line line : location.getLineList()) {
                if (line.getFunctionId() != 0) {
                    of.add(known(names, line.getFunctionId()) + " :" + line.getLine());
                }
            }
            frames.put(location.getId(), of);
        }
        List<SampleType> types = new ArrayList<>();
        profile.getSampleTypeList().forEach(type -> types.add(type(profile, type)));
        List<NaiveSample> samples = new ArrayList<>();
        for (Sample sample : profile.getSampleList()) {
            addSample(profile, sample, frames, samples);
        }
        return new NaiveProfile(
                types,
                type(profile, profile.getPeriodType()),
                profile.getPeriod(),
                profile.getTimeNanos(),
                Math.max(0, profile.getDurationNanos()),
                samples);
    }

    private static void addSample(
            Profile profile, Sample sample, Map<Long, List<String>> frames, List<NaiveSample> samples) {
        List<String> path = new ArrayList<>();
        for (long location : sample.getLocationIdList()) {
            path.addAll(known(frames, location));
        }
        if (sample.getValueCount() != profile.getSampleTypeCount()) {
            throw new Refused();
        }
        Map<String, String> labels = new TreeMap<>();
        String span = "";
        String parent = "";
        String trace = "";
        for (Label label : sample.getLabelList()) {
            String key = text(profile, label.getKey());
            String value = text(profile, label.getStr());
            if (label.getStr() == 0) {
                continue;
            }
            switch (key) {
                case "span_id" -> span = value.matches("[0-9a-fA-F]{16}") ? value : "";
                case "profile_id" -> parent = value.matches("[0-9a-fA-F]{16}") ? value : "";
                case "trace_id" -> trace = value.matches("[0-9a-fA-F]{32}") ? value : trace;
                default -> labels.put(key, value);
            }
        }
        boolean negative = sample.getValueList().stream().anyMatch(value -> value < 0);
        boolean zero = Set.of(0L).containsAll(sample.getValueList());
        if (!negative && !zero && !path.isEmpty()) {
            long spanId = span.isEmpty() ? 0 : Long.parseUnsignedLong(span, 16);
            long parentId = parent.isEmpty() ? 0 : Long.parseUnsignedLong(parent, 16);
            samples.add(new NaiveSample(
                    sample.getValueList(),
                    path,
                    Labels.of(labels),
                    spanId != 0 ? spanId : parentId,
                    trace.isEmpty() ? "0".repeat(32) : trace.toLowerCase(java.util.Locale.ROOT)));
        }
    }

    private static <T> Map<Long, T> byId(List<T> all, ToLongFunction<T> id) {
        Map<Long, T> found = new HashMap<>();
        for (T one : all) {
            if (id.applyAsLong(one) == 0 || found.put(id.applyAsLong(one), one) != null) {
                throw new Refused();
            }
        }
        return found;
    }

    private static <T> T known(Map<Long, T> all, long id) {
        T found = all.get(id);
        if (found == null) {
            throw new Refused();
        }
        return found;
    }

    private static String place(Profile profile, Map<Long, Mapping> mappings, Location location) {
        if (location.getMappingId() == 0) {
            return "?";
        }
        Mapping mapping = known(mappings, location.getMappingId());
        return text(profile, mapping.getFilename()) + " " + text(profile, mapping.getBuildId()) + " "
                + mapping.getMemoryStart() + " " + mapping.getMemoryLimit() + " " + mapping.getFileOffset();
    }

    private static String name(Profile profile, Function function) {
        return text(profile, function.getName()) + " " + text(profile, function.getSystemName()) + " "
                + text(profile, function.getFilename()) + " " + function.getStartLine();
    }

    private static SampleType type(Profile profile, ValueType type) {
        return new SampleType(text(profile, type.getType()), text(profile, type.getUnit()));
    }

    private static String text(Profile profile, long index) {
        if (index < 0 || index >= profile.getStringTableCount()) {
            throw new Refused();
        }
        return profile.getStringTable((int) index);
    }
}
