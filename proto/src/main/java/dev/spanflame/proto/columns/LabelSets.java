package dev.spanflame.proto.columns;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileLimits;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Numbers the distinct sets of labels of the samples of one profile.
///
/// A set is looked up by the numbers of its texts, in the order sent, so that a set seen before costs
/// no objects; sets equal but for their order share a number.
public final class LabelSets {
    /// Makes labels out of pairs of numbers of texts.
    @FunctionalInterface
    public interface Maker {
        /// Labels of the first `length` entries of `pairs`.
        Labels make(int[] pairs, int length);
    }

    private final ProfileBatch batch;
    private final ProfileLimits limits;
    private final Map<Labels, Integer> numbers = new HashMap<>();
    private int[][] keys = new int[16][];
    private int[] sets = new int[16];
    private int[] slots = new int[32];
    private int size;

    /// No sets but the empty one; `limits` bounds how many there may be.
    public LabelSets(ProfileBatch batch, ProfileLimits limits) {
        this.batch = batch;
        this.limits = limits;
        numbers.put(Labels.EMPTY, 0);
    }

    /// Number of the set made of the first `length` entries of `pairs`. Throws [BackendException] of
    /// kind BAD_REQUEST when there are too many. Hot path.
    public int find(int[] pairs, int length, Maker maker) {
        int mask = slots.length - 1;
        int slot = hash(pairs, length) & mask;
        while (slots[slot] != 0) {
            int index = slots[slot] - 1;
            if (Arrays.equals(keys[index], 0, keys[index].length, pairs, 0, length)) {
                return sets[index];
            }
            slot = slot + 1 & mask;
        }
        return add(Arrays.copyOf(pairs, length), maker.make(pairs, length));
    }

    private int add(int[] key, Labels labels) {
        Integer known = numbers.get(labels);
        int number = known == null ? create(labels) : known;
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size * 2);
            sets = Arrays.copyOf(sets, size * 2);
            slots = new int[size * 4];
            for (int i = 0; i < size; i++) {
                place(i);
            }
        }
        keys[size] = key;
        sets[size] = number;
        place(size++);
        return number;
    }

    private int create(Labels labels) {
        int number = batch.labelSets().size();
        if (number > limits.maxLabelSets()) {
            throw BackendException.badRequest(
                    "series_limit",
                    "the samples of the profile have more than " + limits.maxLabelSets()
                            + " distinct sets of labels, each of which would become a series; send fewer labels");
        }
        batch.labelSets().add(labels);
        numbers.put(labels, number);
        return number;
    }

    private void place(int index) {
        int mask = slots.length - 1;
        int slot = hash(keys[index], keys[index].length) & mask;
        while (slots[slot] != 0) {
            slot = slot + 1 & mask;
        }
        slots[slot] = index + 1;
    }

    private static int hash(int[] pairs, int length) {
        long hash = length;
        for (int i = 0; i < length; i++) {
            hash = (hash ^ pairs[i]) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        return (int) hash;
    }
}
