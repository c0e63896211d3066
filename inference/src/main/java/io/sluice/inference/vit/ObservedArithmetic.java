package io.sluice.inference.vit;

import io.sluice.inference.graph.ElementType;
import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Operators;
import io.sluice.inference.graph.Value;

/** Shows every operand as an output of the model, see {@link Diagnostic#OPERANDS}. */
record ObservedArithmetic(Arithmetic observed) implements Arithmetic {
    @Override
    public Operand operand(Graph graph, String name, Value x) {
        graph.output(Diagnostic.operandOutput(name), graph.cast(x, ElementType.FLOAT));
        return observed.operand(graph, name, x);
    }

    @Override
    public Operators operators() {
        return observed.operators();
    }
}
