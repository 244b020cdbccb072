package dev.spanflame.querier.pyroscope.tenant;

import dev.spanflame.block.profile.Forest;
import dev.spanflame.block.profile.LabelMatcher;
import dev.spanflame.block.profile.LabelQueries;
import dev.spanflame.block.profile.ProfilePartition;
import dev.spanflame.block.profile.ProfileSelection;
import dev.spanflame.block.profile.StackMerge;
import dev.spanflame.block.profile.live.ProfileSegment;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.Labels;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.model.profile.ProfileType;
import dev.spanflame.model.profile.SeriesLabels;
import dev.spanflame.proto.pprof.PprofDecoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// One uploaded profile, read: its types and the stacks of each. Not thread-safe.
final class AdHocProfile {
    private static final int MAX_BYTES = 64 << 20;
    private static final Labels LABELS = Labels.of("__name__", "adhoc", "service_name", "adhoc");

    private final ProfilePartition partition;
    private final List<ProfileType> types;

    private AdHocProfile(ProfilePartition partition) {
        this.partition = partition;
        this.types = LabelQueries.types(List.of(partition), TimeRange.ALL);
    }

    /// Reads pprof, folded stacks (lines of `outer;inner value`), what `perf script` prints, or a flame graph in
    /// Pyroscope's JSON; each in gzip or not.
    ///
    /// Throws [BackendException] of kind BAD_REQUEST for anything else.
    static AdHocProfile of(byte[] bytes) {
        byte[] plain = inflated(bytes);
        ProfileBatch batch = FoldedText.parse(plain)
                .or(() -> PerfScript.parse(plain))
                .or(() -> FlamebearerFile.parse(plain))
                .orElseGet(() -> new PprofDecoder(ProfileLimits.DEFAULT).decode(plain));
        batch.setLabels(LABELS);
        ProfileSegment segment = new ProfileSegment();
        segment.append(batch);
        AdHocProfile profile = new AdHocProfile(segment.snapshot());
        if (profile.types.isEmpty()) {
            throw BackendException.badRequest("empty_profile", "the profile has no samples");
        }
        return profile;
    }

    private static byte[] inflated(byte[] bytes) {
        if (bytes.length < 2 || (bytes[0] & 0xFF) != 0x1F || (bytes[1] & 0xFF) != 0x8B) {
            return bytes;
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            byte[] plain = in.readNBytes(MAX_BYTES + 1);
            if (plain.length > MAX_BYTES) {
                throw BackendException.badRequest(
                        "profile_size_limit", "the profile has more than " + MAX_BYTES + " bytes when inflated");
            }
            return plain;
        } catch (IOException e) {
            throw BackendException.badRequest("malformed_profile", "the profile is damaged gzip: " + e.getMessage());
        }
    }

    /// Names of the sample types.
    List<String> typeNames() {
        return types.stream().map(ProfileType::sampleType).distinct().toList();
    }

    /// The type of this name; the first one where `name` is empty.
    ///
    /// Throws [BackendException] of kind BAD_REQUEST for a name that is none of them.
    ProfileType type(String name) {
        if (name.isEmpty()) {
            return types.getFirst();
        }
        return types.stream()
                .filter(type -> type.sampleType().equals(name))
                .findFirst()
                .orElseThrow(() -> BackendException.badRequest(
                        "unknown_profile_type", "the profile has the types " + typeNames() + ", not '" + name + "'"));
    }

    /// The stacks of a type.
    Forest stacks(ProfileType type) {
        List<LabelMatcher> matchers = List.of(LabelMatcher.equal(SeriesLabels.PROFILE_TYPE, type.id()));
        return StackMerge.merge(List.of(partition), ProfileSelection.of(matchers, TimeRange.ALL));
    }
}
