package io.sluice.inference.vit;

import io.sluice.inference.graph.ElementType;
import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.Shape;
import io.sluice.inference.graph.Value;
import io.sluice.inference.weights.FloatTensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** Trained weights as constants of a graph, in the types that the precisions need. */
final class Constants {
    private static final float LARGEST_HALF = 65504;

    private Constants() {}

    static Value floats(Graph graph, String name, FloatTensor tensor) {
        return graph.constant(name, ElementType.FLOAT, tensor.bytes(), shape(tensor));
    }

    /**
     * Rounded to 16 bits.
     *
     * @throws IllegalArgumentException where a value is beyond what they reach
     */
    static Value halves(Graph graph, String name, FloatTensor tensor) {
        FloatBuffer values = tensor.floats();
        while (values.hasRemaining()) {
            float value = values.get();
            if (!(Math.abs(value) <= LARGEST_HALF)) {
                throw new IllegalArgumentException("Precision FLOAT16 cannot hold " + value + " in '" + name
                        + "': expected values of at most " + LARGEST_HALF + ".");
            }
        }
        return graph.constant(name, ElementType.FLOAT16, tensor.halves(), shape(tensor));
    }

    static Value bytes(Graph graph, String name, ByteWeights weights) {
        ByteBuffer values = weights.values();
        return graph.constant(name, ElementType.INT8, values, Shape.of((long) weights.from(), weights.to()));
    }

    private static Shape shape(FloatTensor tensor) {
        return Shape.of(tensor.sizes().stream().mapToLong(Integer::longValue).toArray());
    }
}
