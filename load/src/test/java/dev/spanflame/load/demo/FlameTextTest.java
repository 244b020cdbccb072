package dev.spanflame.load.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class FlameTextTest {
    /// total 1000: run 900 (Shop.serve 900: Price.discount 600 self 100 -> Price.worth 500, Cart.add 250, gc 50),
    /// idle 100 of itself.
    private static final String ANSWER = """
            {"version":1,"flamebearer":{
              "names":["total","idle","java/lang/Thread.run","java/util/Pool.run","dev/spanflame/load/shop/Shop.serve",
                       "dev/spanflame/load/shop/Cart.add","dev/spanflame/load/shop/Price.discount",
                       "dev/spanflame/load/shop/Price.worth","gc"],
              "levels":[[0,1000,0,0],[0,100,100,1, 0,900,0,2],[100,900,0,3],[100,900,0,4],
                        [100,250,250,5, 0,600,100,6, 0,20,20,8],[450,500,500,7]],
              "numTicks":1000,"maxSelf":500}}
            """;

    @Test
    void drawsOwnCallsAndSkipsChainsOfOthers() throws IOException {
        FlameGraph graph = FlameGraph.of(Json.parse(ANSWER), "samples");
        assertThat(new FlameText(Glyphs.ASCII).render(graph).lines())
                .containsExactly(
                        "Flame graph of the shop: 1000 samples of CPU time",
                        "",
                        "  100.0 %  total",
                        "   90.0 %  +- Shop.serve (below 2 calls)",
                        "   60.0 %  |  +- Price.discount",
                        "   50.0 %  |  |  `- Price.worth",
                        "   25.0 %  |  `- Cart.add",
                        "   10.0 %  `- idle",
                        "",
                        "  most CPU time by itself:",
                        "   50.0 %  Price.worth",
                        "   25.0 %  Cart.add",
                        "   10.0 %  Price.discount",
                        "   10.0 %  idle",
                        "    2.0 %  gc");
    }

    @Test
    void theGapOfABarCountsFromTheEndOfTheBarBefore() throws IOException {
        FlameGraph graph = FlameGraph.of(Json.parse(ANSWER), "samples");
        FlameGraph.Node serve =
                graph.root().children().get(1).children().getFirst().children().getFirst();
        assertThat(serve.children()).extracting(FlameGraph.Node::start).containsExactly(100L, 350L, 950L);
        assertThat(serve.children().get(1).children().getFirst().start()).isEqualTo(450);
    }

    @Test
    void refusesBarsUnderNothing() {
        assertThatThrownBy(() -> FlameGraph.of(Json.parse(ANSWER.replace("[[0,1000,0,0]", "[[0,500,0,0]")), "samples"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Thread.run");
        assertThatThrownBy(() -> FlameGraph.of(Json.parse(ANSWER.replace("500,500,7", "500,500,70")), "samples"))
                .hasMessageContaining("name 70 of 9");
    }
}
