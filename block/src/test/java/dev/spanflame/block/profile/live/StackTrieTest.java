package dev.spanflame.block.profile.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StackTrieTest {
    @Test
    void holdsEveryPathOnceParentsFirstAndStacksInOrder() {
        for (int seed = 0; seed < 200; seed++) {
            check(new Random(seed));
        }
    }

    @Test
    void noStacksHaveNoNodes() {
        StackTrie trie = StackTrie.of(new SegmentView.Stacks(new int[0], new int[0], 0), new int[0]);
        assertThat(trie.stackCount()).isZero();
        assertThat(trie.nodes().count()).isZero();
    }

    private static void check(Random random) {
        StackStore store = new StackStore();
        TreeMap<Integer, List<Integer>> stacks = new TreeMap<>();
        for (int i = 0; i < 300; i++) {
            int[] frames = random.ints(1 + random.nextInt(12), 0, 3).toArray();
            int id = store.intern(frames, 0, frames.length, KeyedHash.of(frames, 0, frames.length));
            List<Integer> fromRoot =
                    new ArrayList<>(Arrays.stream(frames).boxed().toList());
            Collections.reverse(fromRoot);
            stacks.put(id, fromRoot);
        }
        stacks.keySet().removeIf(id -> id % 3 == 0);
        int[] wanted = stacks.keySet().stream().mapToInt(id -> id).toArray();
        StackTrie trie = StackTrie.of(new SegmentView.Stacks(store.pool(), store.ends(), store.stackCount()), wanted);

        Set<List<Integer>> prefixes = new HashSet<>();
        stacks.values().forEach(stack -> {
            for (int length = 1; length <= stack.size(); length++) {
                prefixes.add(stack.subList(0, length));
            }
        });
        assertThat(trie.nodes().count()).isEqualTo(prefixes.size());
        assertThat(trie.stackCount()).isEqualTo(wanted.length);
        int last = -1;
        for (int place = 0; place < trie.stackCount(); place++) {
            assertThat(path(trie, trie.leaf(place))).isEqualTo(stacks.get(trie.stack(place)));
            assertThat(trie.leaf(place)).isGreaterThan(last);
            last = trie.leaf(place);
        }
    }

    private static List<Integer> path(StackTrie trie, int leaf) {
        List<Integer> path = new ArrayList<>();
        for (int node = leaf; node >= 0; node = trie.nodes().parent(node)) {
            assertThat(trie.nodes().parent(node)).isLessThan(node);
            path.addFirst(trie.nodes().frame(node));
        }
        return path;
    }
}
