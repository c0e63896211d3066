package io.sluice.inference.vit;

import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Operators;
import io.sluice.inference.graph.Value;
import io.sluice.inference.weights.FloatTensor;
import java.util.List;
import java.util.Optional;

/** How products with a block's trained weights are computed; one implementation for each precision. */
interface Arithmetic {
    /**
     * Makes a tensor ready to be multiplied with weights, once for all that it is multiplied with.
     *
     * @param name of the operand, such as {@code blocks.3.mlp.fc1}
     * @param x {@code [..., from]}
     */
    Operand operand(Graph graph, String name, Value x);

    /** What a layer normalisation divides the channels of this operand by; the weights take it up. */
    default Optional<List<Float>> smoothing(String operand) {
        return Optional.empty();
    }

    /** Which operations models of this precision are made of. */
    default Operators operators() {
        return Operators.STANDARD;
    }

    /** A tensor that is ready to be multiplied. */
    @FunctionalInterface
    interface Operand {
        /**
         * {@code x W + b}.
         *
         * @param name of the weights, unique in the model
         * @param weight {@code [to, from]}
         * @param bias {@code [to]}
         * @return {@code [..., to]}
         */
        Value times(String name, FloatTensor weight, FloatTensor bias);
    }
}
