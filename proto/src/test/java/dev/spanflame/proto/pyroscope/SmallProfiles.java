package dev.spanflame.proto.pyroscope;

import dev.spanflame.proto.google.v1.Function;
import dev.spanflame.proto.google.v1.Line;
import dev.spanflame.proto.google.v1.Location;
import dev.spanflame.proto.google.v1.Profile;
import dev.spanflame.proto.google.v1.Sample;
import dev.spanflame.proto.google.v1.ValueType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/// Profiles of one sample: `main` in `app.py`, called by nobody.
final class SmallProfiles {
    private SmallProfiles() {}

    /// A profile with these sample types, each with the unit `count` and the value 7.
    static Profile.Builder of(String... types) {
        Profile.Builder profile = Profile.newBuilder().addAllStringTable(List.of("", "count", "main", "app.py"));
        Sample.Builder sample = Sample.newBuilder().addLocationId(1);
        for (String type : types) {
            profile.addStringTable(type);
            profile.addSampleType(ValueType.newBuilder()
                    .setType(profile.getStringTableCount() - 1)
                    .setUnit(1));
            sample.addValue(7);
        }
        return profile.addFunction(Function.newBuilder().setId(1).setName(2).setFilename(3))
                .addLocation(Location.newBuilder()
                        .setId(1)
                        .addLine(Line.newBuilder().setFunctionId(1).setLine(5)))
                .addSample(sample);
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
