package dev.spanflame.block.profile.live;

import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.SampleTable.SampleColumn;

/// Sorts the samples of a batch by their set of labels.
final class LabelGroups {
    private LabelGroups() {}

    /// Rows of samples for each set of labels, in order of the batch.
    static int[][] of(ProfileBatch batch) {
        int[] counts = new int[batch.labelSets().size()];
        for (int row = 0; row < batch.samples().size(); row++) {
            counts[batch.samples().rows().getInt(SampleColumn.LABEL_SET, row)]++;
        }
        int[][] groups = new int[counts.length][];
        for (int set = 0; set < counts.length; set++) {
            groups[set] = new int[counts[set]];
            counts[set] = 0;
        }
        for (int row = 0; row < batch.samples().size(); row++) {
            int set = batch.samples().rows().getInt(SampleColumn.LABEL_SET, row);
            groups[set][counts[set]++] = row;
        }
        return groups;
    }
}
