package dev.spanflame.block.profile;

import java.util.List;

/// Which series of a partition satisfy a selector; each is looked at once, when it is first asked for.
final class SeriesSelector {
    private static final byte UNKNOWN = 0;
    private static final byte YES = 1;
    private static final byte NO = 2;

    private final ProfilePartition partition;
    private final List<LabelMatcher> matchers;
    private final byte[] answers;

    SeriesSelector(ProfilePartition partition, List<LabelMatcher> matchers) {
        this.partition = partition;
        this.matchers = matchers;
        this.answers = new byte[partition.seriesCount()];
    }

    /// Whether the series satisfies the selector. Hot path.
    boolean has(int series) {
        if (answers[series] == UNKNOWN) {
            answers[series] = LabelMatcher.allMatch(matchers, partition.labels(series)) ? YES : NO;
        }
        return answers[series] == YES;
    }
}
