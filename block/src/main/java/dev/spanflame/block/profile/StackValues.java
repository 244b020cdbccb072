package dev.spanflame.block.profile;

/// A sum for each stack of a partition. Memory is taken for those parts of the numbering that are touched.
///
/// Not thread-safe.
public final class StackValues {
    /// Stacks of a page, as a power of two.
    static final int PAGE_BITS = 12;

    private static final int PAGE_MASK = (1 << PAGE_BITS) - 1;

    private final long[][] pages;
    private final int stacks;

    /// Zeros for `stacks` stacks.
    public StackValues(int stacks) {
        this.stacks = stacks;
        this.pages = new long[(stacks >> PAGE_BITS) + 1][];
    }

    /// Adds to the sum of a stack. Hot path.
    public void add(int stack, long value) {
        long[] page = pages[stack >>> PAGE_BITS];
        if (page == null) {
            page = new long[1 << PAGE_BITS];
            pages[stack >>> PAGE_BITS] = page;
        }
        page[stack & PAGE_MASK] = Totals.sum(page[stack & PAGE_MASK], value);
    }

    /// Sum of a stack.
    public long get(int stack) {
        long[] page = pages[stack >>> PAGE_BITS];
        return page == null ? 0 : page[stack & PAGE_MASK];
    }

    /// The first stack at or after `stack` with a sum above 0, or -1.
    public int next(int stack) {
        for (int at = stack; at < stacks; at++) {
            long[] page = pages[at >>> PAGE_BITS];
            if (page == null) {
                at |= PAGE_MASK;
            } else if (page[at & PAGE_MASK] > 0) {
                return at;
            }
        }
        return -1;
    }
}
