package dev.spanflame.proto.pprof;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.profile.ProfileLimits;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The decoder reads what protobuf's own parser reads, and refuses what it refuses.
///
/// One difference is meant: protobuf's Java parser takes a tenth byte of a number as the last even where it says that
/// more follow. Its parsers in other languages refuse that, and so does the decoder.
final class PprofDecoderFuzzTest {
    private final PprofDecoder decoder = new PprofDecoder(ProfileLimits.DEFAULT);
    private String why = "";
    private int accepted;
    private int refused;

    @Test
    void readsRandomProfilesAsTheOracleDoes() {
        for (int seed = 0; seed < 500; seed++) {
            check(RandomProfiles.odd(new Random(seed)).toByteArray(), seed);
        }
        assertThat(accepted).isEqualTo(500);
    }

    @Test
    void treatsDamagedProfilesAsTheOracleDoes() {
        for (int seed = 0; seed < 6_000; seed++) {
            Random random = new Random(seed);
            byte[] profile = RandomProfiles.odd(random).toByteArray();
            check(damage(profile, random), seed);
        }
        assertThat(accepted).isGreaterThan(500);
        assertThat(refused).isGreaterThan(500);
    }

    @Test
    void survivesNoise() {
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            byte[] noise = new byte[1 + random.nextInt(60)];
            random.nextBytes(noise);
            check(noise, seed);
        }
        assertThat(refused).isEqualTo(3_000);
    }

    private static byte[] damage(byte[] profile, Random random) {
        byte[] damaged = profile.clone();
        for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
            int at = random.nextInt(damaged.length);
            switch (random.nextInt(4)) {
                case 0 -> damaged[at] = (byte) random.nextInt();
                case 1 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> damaged = java.util.Arrays.copyOf(damaged, Math.max(1, at));
                default -> {
                    byte[] longer = new byte[damaged.length + 1];
                    System.arraycopy(damaged, 0, longer, 0, at);
                    System.arraycopy(damaged, at, longer, at + 1, damaged.length - at);
                    longer[at] = (byte) random.nextInt();
                    damaged = longer;
                }
            }
        }
        return damaged;
    }

    private void check(byte[] bytes, int seed) {
        Optional<NaiveProfile> expected = oracle(bytes);
        Optional<NaiveProfile> actual = decoded(bytes);
        boolean overlong = actual.isEmpty() && why.contains("a number of more than 10 bytes");
        if (!overlong) {
            if (!actual.equals(expected)) {
                assertThat(actual).as("seed %d, %s", seed, why).isEqualTo(expected);
            }
        }
        if (actual.isPresent()) {
            accepted++;
        } else {
            refused++;
        }
    }

    private static Optional<NaiveProfile> oracle(byte[] bytes) {
        try {
            return Optional.of(NaiveProfile.of(OracleProfile.parse(bytes)));
        } catch (InvalidProtocolBufferException | NaiveProfile.Refused _) {
            return Optional.empty();
        }
    }

    private Optional<NaiveProfile> decoded(byte[] bytes) {
        try {
            return Optional.of(NaiveProfile.of(decoder.decode(bytes)));
        } catch (BackendException e) {
            assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST);
            assertThat(e.reason()).isEqualTo("malformed_profile");
            assertThat(e.text()).startsWith("not a valid pprof profile: ");
            why = e.text();
            return Optional.empty();
        }
    }
}
