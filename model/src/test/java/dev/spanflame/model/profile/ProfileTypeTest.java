package dev.spanflame.model.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProfileTypeTest {
    @Test
    void isWrittenAsItWasRead() {
        ProfileType type = ProfileType.parse("process_cpu:cpu:nanoseconds:cpu:nanoseconds");
        assertThat(type).isEqualTo(new ProfileType("process_cpu", "cpu", "nanoseconds", "cpu", "nanoseconds"));
        assertThat(type.id()).isEqualTo("process_cpu:cpu:nanoseconds:cpu:nanoseconds");
        assertThat(ProfileType.parse("memory:malloc_objects:count::").periodType())
                .isEmpty();
    }

    @Test
    void forgetsTheOldSixthPart() {
        assertThat(ProfileType.parse("memory:inuse_space:bytes:space:bytes:delta")
                        .id())
                .isEqualTo("memory:inuse_space:bytes:space:bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a:b:c:d", ":b:c:d:e", "a:b:c:d:e:f", "a:b:c:d:e:delta:g"})
    void refusesAnythingElse(String id) {
        assertThatThrownBy(() -> ProfileType.parse(id))
                .isInstanceOfSatisfying(
                        BackendException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST))
                .hasMessageContaining("expected name:sample_type:sample_unit:period_type:period_unit");
    }
}
