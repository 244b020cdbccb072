package dev.spanflame.proto.pprof;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.spanflame.model.Hex;
import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileSymbols;
import dev.spanflame.model.profile.ProfileSymbols.FunctionColumn;
import dev.spanflame.model.profile.ProfileSymbols.LineColumn;
import dev.spanflame.model.profile.ProfileSymbols.LocationColumn;
import dev.spanflame.model.profile.ProfileSymbols.MappingColumn;
import dev.spanflame.model.profile.SampleTable;
import dev.spanflame.model.profile.SampleTable.SampleColumn;
import dev.spanflame.model.profile.SampleType;
import dev.spanflame.model.profile.StackTable;
import dev.spanflame.model.trace.TextRef;
import dev.spanflame.proto.google.v1.Function;
import dev.spanflame.proto.google.v1.Label;
import dev.spanflame.proto.google.v1.Line;
import dev.spanflame.proto.google.v1.Location;
import dev.spanflame.proto.google.v1.Mapping;
import dev.spanflame.proto.google.v1.Profile;
import dev.spanflame.proto.google.v1.Sample;
import dev.spanflame.proto.google.v1.ValueType;
import java.util.HashMap;
import java.util.Map;

/// Writes a batch as a pprof profile, not compressed: for exports, load and tests.
///
/// Ids are rows counted from 1. Ids of spans and traces become the labels `span_id` and `trace_id`. Series labels,
/// thread names and times of single samples have no place in the format and are left out.
public final class PprofEncoder {
    private final ProfileBatch batch;
    private final ProfileSymbols symbols;
    private final Profile.Builder profile = Profile.newBuilder();
    private final Map<ByteString, Integer> texts = new HashMap<>();

    private PprofEncoder(ProfileBatch batch) {
        this.batch = batch;
        this.symbols = batch.symbols();
    }

    /// Bytes of the profile.
    public static byte[] encode(ProfileBatch batch) {
        return message(batch).toByteArray();
    }

    /// The profile as a message.
    public static Profile message(ProfileBatch batch) {
        PprofEncoder encoder = new PprofEncoder(batch);
        encoder.text(ByteString.EMPTY);
        encoder.addHeader();
        encoder.addMappings();
        encoder.addFunctions();
        encoder.addLocations();
        for (int row = 0; row < batch.samples().size(); row++) {
            encoder.addSample(row);
        }
        return encoder.profile.build();
    }

    private void addHeader() {
        for (SampleType type : batch.sampleTypes()) {
            profile.addSampleType(valueType(type));
        }
        if (!batch.periodType().equals(SampleType.NONE)) {
            profile.setPeriodType(valueType(batch.periodType()));
        }
        profile.setPeriod(batch.period()).setTimeNanos(batch.timeNanos()).setDurationNanos(batch.durationNanos());
    }

    private void addMappings() {
        for (int row = 0; row < symbols.mappings().size(); row++) {
            profile.addMapping(Mapping.newBuilder()
                    .setId(row + 1L)
                    .setMemoryStart(symbols.mappings().get(MappingColumn.START, row))
                    .setMemoryLimit(symbols.mappings().get(MappingColumn.LIMIT, row))
                    .setFileOffset(symbols.mappings().get(MappingColumn.FILE_OFFSET, row))
                    .setFilename(text(symbols.mappings().get(MappingColumn.FILE_NAME, row)))
                    .setBuildId(text(symbols.mappings().get(MappingColumn.BUILD_ID, row)))
                    .setHasFunctions(true));
        }
    }

    private void addFunctions() {
        for (int row = 0; row < symbols.functions().size(); row++) {
            profile.addFunction(Function.newBuilder()
                    .setId(row + 1L)
                    .setName(text(symbols.functions().get(FunctionColumn.NAME, row)))
                    .setSystemName(text(symbols.functions().get(FunctionColumn.SYSTEM_NAME, row)))
                    .setFilename(text(symbols.functions().get(FunctionColumn.FILE_NAME, row)))
                    .setStartLine(symbols.functions().get(FunctionColumn.START_LINE, row)));
        }
    }

    private void addLocations() {
        for (int row = 0; row < symbols.locations().size(); row++) {
            Location.Builder location = Location.newBuilder()
                    .setId(row + 1L)
                    .setMappingId(symbols.locations().get(LocationColumn.MAPPING, row) + 1)
                    .setAddress(symbols.locations().get(LocationColumn.ADDRESS, row));
            int to = symbols.locations().getInt(LocationColumn.LINES_TO, row);
            for (int line = symbols.locations().getInt(LocationColumn.LINES_FROM, row); line < to; line++) {
                location.addLine(Line.newBuilder()
                        .setFunctionId(symbols.lines().get(LineColumn.FUNCTION, line) + 1)
                        .setLine(symbols.lines().get(LineColumn.LINE, line)));
            }
            profile.addLocation(location);
        }
    }

    private void addSample(int row) {
        SampleTable samples = batch.samples();
        StackTable stacks = batch.stacks();
        Sample.Builder sample = Sample.newBuilder();
        int stack = samples.rows().getInt(SampleColumn.STACK, row);
        for (int i = stacks.from(stack); i < stacks.to(stack); i++) {
            sample.addLocationId(stacks.locations()[i] + 1L);
        }
        for (int type = 0; type < samples.types(); type++) {
            sample.addValue(samples.value(row, type));
        }
        for (Labels.Label label : batch.labelSets().get(samples.rows().getInt(SampleColumn.LABEL_SET, row))) {
            addLabel(sample, label.name(), label.value());
        }
        long span = samples.rows().get(SampleColumn.SPAN_ID, row);
        if (span != 0) {
            addLabel(sample, "span_id", Hex.of(span));
        }
        long high = samples.rows().get(SampleColumn.TRACE_HIGH, row);
        long low = samples.rows().get(SampleColumn.TRACE_LOW, row);
        if ((high | low) != 0) {
            addLabel(sample, "trace_id", Hex.of(high) + Hex.of(low));
        }
        profile.addSample(sample);
    }

    private void addLabel(Sample.Builder sample, String name, String value) {
        sample.addLabel(Label.newBuilder()
                .setKey(text(ByteString.copyFromUtf8(name)))
                .setStr(text(ByteString.copyFromUtf8(value))));
    }

    private ValueType valueType(SampleType type) {
        return ValueType.newBuilder()
                .setType(text(ByteString.copyFromUtf8(type.type())))
                .setUnit(text(ByteString.copyFromUtf8(type.unit())))
                .build();
    }

    private int text(long ref) {
        return text(UnsafeByteOperations.unsafeWrap(symbols.bytes(), TextRef.offset(ref), TextRef.length(ref)));
    }

    private int text(ByteString text) {
        Integer known = texts.get(text);
        if (known != null) {
            return known;
        }
        profile.addStringTableBytes(text);
        texts.put(text, texts.size());
        return texts.size() - 1;
    }
}
