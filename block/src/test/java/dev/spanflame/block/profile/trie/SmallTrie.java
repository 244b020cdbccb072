package dev.spanflame.block.profile.trie;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/// Small tries for tests.
final class SmallTrie {
    private SmallTrie() {}

    /// Distances to the parents, 0 for none, of up to 60 nodes that stand depth-first.
    static int[] parents(Random random) {
        int[] parents = new int[1 + random.nextInt(60)];
        Deque<Integer> path = new ArrayDeque<>();
        for (int node = 0; node < parents.length; node++) {
            while (!path.isEmpty() && random.nextInt(3) == 0) {
                path.pop();
            }
            parents[node] = path.isEmpty() ? 0 : node - path.peek();
            path.push(node);
        }
        return parents;
    }
}
