package dev.spanflame.proto.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.profile.ProfileBatch.Oddity;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.proto.jfr.Stacks;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class TextFormatsTest {
    @Test
    void readsATree() {
        ByteArrayOutputStream tree = new ByteArrayOutputStream();
        TextSamples.node(tree, "", 0, 2);
        TextSamples.node(tree, "a", 1, 1);
        TextSamples.node(tree, "b", 300, 0);
        TextSamples.node(tree, "c", 4, 0);

        assertThat(sums(profile -> NodeDecoder.readTree(tree.toByteArray(), profile)))
                .containsExactly(Map.entry("a:0", 1L), Map.entry("a:0;b:0", 300L), Map.entry("c:0", 4L));
    }

    @Test
    void readsATrieWhoseNodesArePiecesOfStacks() {
        ByteArrayOutputStream trie = new ByteArrayOutputStream();
        TextSamples.node(trie, "", 0, 2);
        TextSamples.node(trie, "ma", 0, 2);
        TextSamples.node(trie, "in", 5, 1);
        TextSamples.node(trie, ";work", 7, 0);
        TextSamples.node(trie, "p;x", 2, 0);
        TextSamples.node(trie, "z", 1, 0);

        assertThat(sums(profile -> NodeDecoder.readTrie(trie.toByteArray(), profile)))
                .containsExactly(
                        Map.entry("main:0", 5L),
                        Map.entry("main:0;work:0", 7L),
                        Map.entry("map:0;x:0", 2L),
                        Map.entry("z:0", 1L));
    }

    @Test
    void readsSpeedscopeFilesWithFramesAfterProfiles() {
        List<SpeedscopeDecoder.Named> profiles = speedscope(TextSamples.SPEEDSCOPE.getBytes(StandardCharsets.UTF_8));

        assertThat(profiles).hasSize(2);
        assertThat(profiles.getFirst().type().profile()).isEqualTo("wall");
        assertThat(Stacks.sums(profiles.getFirst().profile().batch(), 0))
                .containsExactly(Map.entry("main:0", 2_500_000L), Map.entry("main:0;work:0", 5_000_000L));
        assertThat(profiles.getLast().type().profile()).isEqualTo("memory");
        assertThat(Stacks.sums(profiles.getLast().profile().batch(), 0)).containsExactly(Map.entry("work:0", 512L));
    }

    @Test
    void saysWhatIsWrongWithASpeedscopeFile() {
        refused("{}", "its $schema is ''");
        refused(TextSamples.SPEEDSCOPE.replace("[[1]]", "[[7]]"), "frame 7 of a list of 2");
        refused(TextSamples.SPEEDSCOPE.replace("[2, 0.5]", "[2]"), "2 samples and 1 weights");
        refused(TextSamples.SPEEDSCOPE.replace("\"at\": 14", "\"at\": 9"), "an event at 9.0 after one at 11.0");
        refused(TextSamples.SPEEDSCOPE.replace("\"bytes\"", "\"furlongs\""), "unit 'furlongs'");
    }

    @Test
    void stacksThatAreTooDeepLoseTheirLeaves() {
        byte[] text =
                (String.join(";", java.util.Collections.nCopies(1_500, "f")) + " 1").getBytes(StandardCharsets.UTF_8);
        TextProfile profile = profile();
        FoldedDecoder.readCounted(text, profile);

        assertThat(profile.batch().stacks().to(0)).isEqualTo(1_000);
        assertThat(profile.batch().oddityCount(Oddity.STACK_TOO_DEEP)).isEqualTo(1);
    }

    @Test
    void aChainOfNodesCannotAskForMoreThanItsShareOfMemory() {
        ByteArrayOutputStream chain = new ByteArrayOutputStream();
        for (int i = 0; i < 40_000; i++) {
            TextSamples.node(chain, "a;", 1, 1);
        }
        TextSamples.node(chain, "", 1, 0);

        for (Consumer<TextProfile> decode : List.<Consumer<TextProfile>>of(
                profile -> NodeDecoder.readTrie(chain.toByteArray(), profile),
                profile -> NodeDecoder.readTree(chain.toByteArray(), profile))) {
            assertThatThrownBy(() -> decode.accept(profile()))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("its stacks have more than");
        }
    }

    @Test
    void everyCutAndEveryHitIsReadOrRefusedQuickly() {
        byte[] nodes = TextSamples.nodes();
        int refused = fuzz(nodes, bytes -> NodeDecoder.readTree(bytes, profile()));
        refused += fuzz(nodes, bytes -> NodeDecoder.readTrie(bytes, profile()));
        refused += fuzz(TextSamples.SPEEDSCOPE.getBytes(StandardCharsets.UTF_8), TextFormatsTest::speedscope);
        refused += fuzz(
                "main;work 3\nmain;idle 14\n".getBytes(StandardCharsets.UTF_8),
                bytes -> FoldedDecoder.readCounted(bytes, profile()));

        assertThat(refused).isGreaterThan(2_000);
    }

    private static int fuzz(byte[] whole, Consumer<byte[]> decode) {
        int refused = 0;
        Random random = new Random(whole.length);
        List<byte[]> inputs = new ArrayList<>();
        for (int length = 0; length < whole.length; length++) {
            inputs.add(Arrays.copyOf(whole, length));
        }
        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = whole.clone();
            for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            inputs.add(damaged);
        }
        for (byte[] input : inputs) {
            try {
                decode.accept(input);
            } catch (BackendException e) {
                assertThat(e.kind()).isEqualTo(ErrorKind.BAD_REQUEST);
                refused++;
            }
        }
        return refused;
    }

    private static void refused(String file, String message) {
        assertThatThrownBy(() -> speedscope(file.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining(message);
    }

    private static List<SpeedscopeDecoder.Named> speedscope(byte[] file) {
        return SpeedscopeDecoder.read(file, "shop", 10_000_000, ProfileLimits.DEFAULT);
    }

    private static TextProfile profile() {
        return new TextProfile("test", NamedType.of("shop.alloc_space"), 10_000_000, ProfileLimits.DEFAULT);
    }

    private static Map<String, Long> sums(Consumer<TextProfile> decode) {
        TextProfile profile = profile();
        decode.accept(profile);
        return Stacks.sums(profile.batch(), 0);
    }
}
