package dev.spanflame.block.profile.code;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Knows the functions at places of native programs that were stored as addresses. Thread-safe.
@FunctionalInterface
public interface FrameNaming {
    /// Knows nothing.
    FrameNaming NONE = _ -> Map.of();

    /// The names of the functions at each place, the outermost first; places of which nothing is known are
    /// left out. All of `places` are such that [FrameText#isPlace] holds.
    Map<FrameText, List<String>> functions(Collection<FrameText> places);
}
