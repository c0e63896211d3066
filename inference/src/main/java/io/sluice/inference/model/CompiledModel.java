package io.sluice.inference.model;

import java.nio.ByteBuffer;

/**
 * A model ready to be run by ONNX Runtime, with all that must be known to feed it. The graph has the inputs
 *
 * <ul>
 *   <li>{@value #PIXELS}: {@code uint8 [batch, inputSize, inputSize, 3]}, red, green, blue;
 *   <li>{@value #AMOUNTS}: {@code int64 [stages]}, {@link TokenSchedule#amounts}; absent when nothing is reduced;
 * </ul>
 *
 * and the output {@value #LOGITS}: {@code float32 [batch, classes]}.
 *
 * @param onnx the serialized ONNX model in a direct buffer, from its position to its limit; direct, because weights of
 *     hundreds of megabytes have no place on the heap
 * @param id which weights
 * @param shape sizes of the Vision Transformer
 * @param preprocessing what pictures need before they are fed
 * @param point the operating point that the model was compiled for; others of the same reducer family differ in their
 *     amounts only
 */
public record CompiledModel(
        ByteBuffer onnx, ModelId id, VitShape shape, Preprocessing preprocessing, OperatingPoint point) {
    public static final String PIXELS = "pixels";
    public static final String AMOUNTS = "amounts";
    public static final String LOGITS = "logits";

    /** What the names of outputs that show operands begin with; only models that activations are measured on have them. */
    public static final String OPERAND = "operand.";

    /**
     * What the names of outputs that show where patches are begin with; the number of the block follows. Only models that
     * token maps are made with have them.
     */
    public static final String HOLDERS = "holders.";

    public CompiledModel {
        if (!onnx.isDirect() || !onnx.hasRemaining()) {
            throw new IllegalArgumentException("Expected the model in a direct buffer, found " + onnx + ".");
        }
        onnx = onnx.slice().asReadOnlyBuffer();
    }

    /** The serialized ONNX model, from position to limit; a view of its own for each caller. */
    @Override
    public ByteBuffer onnx() {
        return onnx.duplicate();
    }

    /** Without the megabytes. */
    @Override
    public String toString() {
        return id + " " + point.reducer() + " " + point.precision() + ", " + onnx.remaining() + " bytes";
    }
}
