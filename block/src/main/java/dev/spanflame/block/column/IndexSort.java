package dev.spanflame.block.column;

/// Sorts numbers of things by an order of the things, without boxing: a stable merge sort.
public final class IndexSort {
    private static final int SMALL = 12;

    /// Order of two things given by their numbers.
    @FunctionalInterface
    public interface Order {
        /// Negative when `a` comes before `b`, positive when after, 0 when equal.
        int compare(int a, int b);
    }

    private IndexSort() {}

    /// Sorts `indexes[0, count)`; `scratch` must be at least as long.
    public static void sort(int[] indexes, int count, int[] scratch, Order order) {
        for (int from = 0; from < count; from += SMALL) {
            insertionSort(indexes, from, Math.min(count, from + SMALL), order);
        }
        int[] source = indexes;
        int[] target = scratch;
        for (int width = SMALL; width < count; width *= 2) {
            for (int from = 0; from < count; from += 2 * width) {
                int middle = Math.min(count, from + width);
                merge(source, target, from, middle, Math.min(count, middle + width), order);
            }
            int[] swap = source;
            source = target;
            target = swap;
        }
        if (source != indexes) {
            System.arraycopy(source, 0, indexes, 0, count);
        }
    }

    private static void insertionSort(int[] indexes, int from, int to, Order order) {
        for (int i = from + 1; i < to; i++) {
            int moving = indexes[i];
            int at = i;
            while (at > from && order.compare(indexes[at - 1], moving) > 0) {
                indexes[at] = indexes[at - 1];
                at--;
            }
            indexes[at] = moving;
        }
    }

    private static void merge(int[] source, int[] target, int from, int middle, int to, Order order) {
        int left = from;
        int right = middle;
        for (int at = from; at < to; at++) {
            boolean takeLeft = right >= to || (left < middle && order.compare(source[left], source[right]) <= 0);
            target[at] = takeLeft ? source[left++] : source[right++];
        }
    }
}
