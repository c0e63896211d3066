package io.sluice.inference.vit;

import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Operators;
import io.sluice.inference.graph.Value;
import io.sluice.inference.model.Smoothing;
import io.sluice.inference.weights.FloatTensor;
import java.util.List;
import java.util.Optional;

/** Products with operands whose channels were evened out: the weights take up what the operands lost. */
record SmoothedArithmetic(Arithmetic smoothed, Smoothing smoothing) implements Arithmetic {
    @Override
    public Operand operand(Graph graph, String name, Value x) {
        Operand operand = smoothed.operand(graph, name, x);
        return smoothing
                .find(name)
                .map(factors ->
                        (Operand) (weights, weight, bias) -> operand.times(weights, withFactors(weight, factors), bias))
                .orElse(operand);
    }

    /** {@code weight} {@code [to, from]}, each column times its factor. */
    private static FloatTensor withFactors(FloatTensor weight, List<Float> factors) {
        return weight.timesColumns(column -> factors.get(column));
    }

    @Override
    public Operators operators() {
        return smoothed.operators();
    }

    @Override
    public Optional<List<Float>> smoothing(String operand) {
        return smoothing.find(operand);
    }
}
