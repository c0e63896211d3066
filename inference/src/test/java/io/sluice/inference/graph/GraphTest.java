package io.sluice.inference.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class GraphTest {
    private static final Dim BATCH = Dim.named("batch");
    private static final Dim TOKENS = Dim.named("n");

    private final Graph graph = Graph.named("test");
    private final Value x = graph.input("x", ElementType.FLOAT, BATCH, TOKENS, Dim.of(6));

    @Test
    void sizesAreEqualWhenTheirArithmeticIs() {
        assertThat(TOKENS.plus(3).minus(TOKENS)).isEqualTo(Dim.of(3));
        assertThat(BATCH.times(TOKENS)).isEqualTo(TOKENS.times(BATCH));
        assertThat(BATCH.plus(1).times(TOKENS)).isEqualTo(BATCH.times(TOKENS).plus(TOKENS));
        assertThat(TOKENS.plus(-3)).hasToString("n - 3");
    }

    @Test
    void bothHalvesOfASizeAddUpToIt() {
        Value even = graph.everySecond(x, 1, 2);
        Value odd = graph.everySecond(x, 1, 1);

        assertThat(even.dim(1).plus(odd.dim(1)).plus(1)).isEqualTo(TOKENS);
        assertThat(graph.evaluate(even.dim(1), Map.of("n", 197L))).isEqualTo(98);
        assertThat(graph.evaluate(odd.dim(1), Map.of("n", 100L))).isEqualTo(50);
        assertThat(graph.evaluate(even.dim(1), Map.of("n", 100L))).isEqualTo(49);
    }

    @Test
    void aProductOfMatricesThatDoNotFitFailsWhereItIsWritten() {
        assertThatThrownBy(() -> graph.in("blocks.3").matMul(x, x))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("blocks.3: MatMul")
                .hasMessageContaining("[batch, n, 6]");
    }

    @Test
    void tokensOfDifferentNumberAreNotAdded() {
        Value fewer = graph.sliceFrom(x, 1, 1);

        assertThatThrownBy(() -> graph.add(x, fewer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[batch, n, 6]")
                .hasMessageContaining("[batch, n - 1, 6]");
    }

    @Test
    void aReshapeKeepsTheNumberOfElements() {
        assertThat(graph.reshape(x, BATCH.times(TOKENS), Dim.of(2), Dim.of(3)).shape())
                .hasToString("[batch*n, 2, 3]");
        assertThatThrownBy(() -> graph.reshape(x, BATCH, TOKENS, Dim.of(5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Reshape");
    }

    @Test
    void valuesOfAnotherGraphAreRefused() {
        Graph other = Graph.named("other");

        assertThatThrownBy(() -> other.gelu(x))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another graph or branch");
    }

    @Test
    void valuesOfABranchAreRefusedOutsideIt() {
        Count zero = new Count(graph.ints(0), Dim.of(0));
        AtomicReference<Value> leaked = new AtomicReference<>();
        graph.ifLess(
                zero,
                graph.count(x, 1),
                branch -> {
                    leaked.set(branch.gelu(x));
                    return List.of(leaked.get());
                },
                branch -> List.of(x));

        assertThatThrownBy(() -> graph.gelu(leaked.get()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another graph or branch");
    }

    @Test
    void aBranchThatLeavesFewerTokensGivesTheirNumberAName() {
        Value amounts = graph.input("amounts", ElementType.INT64, Dim.of(1));
        Count kept = graph.countAt(amounts, 0);

        Value result = graph.ifLess(
                        kept, graph.count(x, 1), branch -> List.of(branch.sliceTo(x, 1, kept)), branch -> List.of(x))
                .get(0);

        assertThat(graph.evaluate(result.dim(1), Map.of("n", 9L, "amounts[0]", 4L)))
                .isEqualTo(4);
        assertThat(graph.evaluate(result.dim(1), Map.of("n", 9L, "amounts[0]", 9L)))
                .isEqualTo(9);
        assertThat(result.dim(2)).isEqualTo(Dim.of(6));
    }

    @Test
    void aNameIsGivenOnce() {
        assertThatThrownBy(() -> graph.input("x", ElementType.FLOAT, BATCH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'x'");
    }
}
