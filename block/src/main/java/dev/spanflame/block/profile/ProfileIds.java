package dev.spanflame.block.profile;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.Labels;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.UUID;

/// Ids of profiles, made of what does not change while they are stored: labels, time and duration. Profiles
/// that are equal in all three have one id. Not thread-safe.
public final class ProfileIds {
    private static final Hasher128 HASHER = Hashing.murmur3_128();
    private static final int HEX_DIGITS = 32;

    private final ProfilePartition partition;
    private final ProfileRows rows;
    private final long[] highs;
    private final long[] lows;
    private final boolean[] known;

    /// Ids of the profiles of a partition.
    public ProfileIds(ProfilePartition partition) {
        this.partition = partition;
        this.rows = partition.rows();
        this.highs = new long[partition.seriesCount()];
        this.lows = new long[partition.seriesCount()];
        this.known = new boolean[partition.seriesCount()];
    }

    /// The id of a profile.
    public UUID of(int row) {
        return new UUID(high(row), low(row));
    }

    /// Whether the filter takes profiles at all ids or this one's.
    boolean isWanted(int row, SampleFilter filter) {
        return !(filter instanceof SampleFilter.OfProfiles(IdSet ids)) || ids.contains(high(row), low(row));
    }

    /// The filter for ids as [#of] writes them, with or without dashes; throws [BackendException] of kind
    /// BAD_REQUEST for any other text.
    public static SampleFilter filter(Collection<String> texts) {
        IdSet ids = new IdSet(texts.size());
        for (String text : texts) {
            String hex = text.replace("-", "");
            try {
                if (hex.length() == HEX_DIGITS) {
                    ids.add(Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, HEX_DIGITS, 16));
                    continue;
                }
            } catch (NumberFormatException _) {
                // Told below.
            }
            String shown = text.length() > 80 ? text.substring(0, 80) + "..." : text;
            throw BackendException.badRequest(
                    "invalid_id", "profile_id_selector has '" + shown + "'; expected a UUID as exemplars have them");
        }
        return new SampleFilter.OfProfiles(ids);
    }

    private long high(int row) {
        return highs[hashed(rows.series()[row])] ^ mix(rows.times()[row]);
    }

    private long low(int row) {
        return lows[hashed(rows.series()[row])] ^ mix(rows.times()[row] + mix(rows.durations()[row]));
    }

    private int hashed(int series) {
        if (!known[series]) {
            StringBuilder text = new StringBuilder();
            for (Labels.Label label : partition.labels(series)) {
                text.append(label.name()).append('\0').append(label.value()).append('\0');
            }
            HashValue128 hash = HASHER.hashBytesTo128Bits(text.toString().getBytes(StandardCharsets.UTF_8));
            highs[series] = hash.getMostSignificantBits();
            lows[series] = hash.getLeastSignificantBits();
            known[series] = true;
        }
        return series;
    }

    private static long mix(long value) {
        long mixed = (value ^ value >>> 32) * 0x9E3779B97F4A7C15L;
        return (mixed ^ mixed >>> 29) * 0xBF58476D1CE4E5B9L;
    }
}
