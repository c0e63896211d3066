package io.sluice.inference.graph;

/** What ONNX Runtime has beside the standard: products of whole numbers of 8 bits, and whole attention layers. */
abstract class RuntimeOps extends SelectionOps {
    RuntimeOps(Scope scope, String path) {
        super(scope, path);
    }

    /**
     * A tensor rounded to whole numbers: {@code x / scale + zero}, cut off at 0 and 255.
     *
     * @param values UINT8, of the shape of {@code x}
     * @param scale FLOAT, of rank 0
     * @param zero UINT8, of rank 0: what 0 becomes
     */
    public record Quantized(Value values, Value scale, Value zero) {}

    /**
     * Weights rounded to whole numbers, {@code weights / scale}.
     *
     * @param values INT8 {@code [k, n]}
     * @param scales FLOAT {@code [n]}, one for each column
     */
    public record QuantizedWeights(Value values, Value scales) {}

    /** Rounds {@code x} by a scale that does not depend on it. */
    public Quantized quantize(Value x, float scale, int zero) {
        Value scaleValue = scalar(scale);
        Value zeroValue = unsignedByte(zero);
        Value values = node("QuantizeLinear", x, scaleValue, zeroValue).yields(ElementType.UINT8, x.shape());
        return new Quantized(values, scaleValue, zeroValue);
    }

    /**
     * {@code x weights + bias}: the product summed up in whole numbers of 32 bits, then scaled to floats. ONNX Runtime
     * only.
     *
     * @param x {@code [..., m, k]}
     * @param weights {@code [k, n]}
     * @param bias FLOAT {@code [n]}
     * @return FLOAT {@code [..., m, n]}
     */
    public Value matMul(Quantized x, QuantizedWeights weights, Value bias) {
        Shape shape = x.values().shape();
        Shape columns = Shape.of(weights.values().dim(1));
        boolean fits = shape.dim(-1).equals(weights.values().dim(0))
                && weights.values().type() == ElementType.INT8
                && weights.scales().shape().equals(columns)
                && bias.shape().equals(columns);
        require(fits, "MatMulIntegerToFloat", x, weights, bias);
        return microsoft("MatMulIntegerToFloat", x.values(), weights.values(), x.scale(), weights.scales(), x.zero())
                .skippingTo(bias)
                .yields(ElementType.FLOAT, shape.with(-1, columns.dim(0)));
    }

    /**
     * Multi-head attention in one operation. ONNX Runtime only.
     *
     * @param queries {@code [batch, tokens, width]}, the heads one behind the other, already scaled
     * @param keys as {@code queries}
     * @param values as {@code queries}
     * @param heads divides {@code width}
     * @return as {@code queries}
     */
    public Value attention(Value queries, Value keys, Value values, int heads) {
        boolean fits = queries.shape().equals(keys.shape())
                && keys.shape().equals(values.shape())
                && queries.shape().rank() == 3
                && queries.dim(2).constant() % heads == 0
                && queries.type() == keys.type()
                && keys.type() == values.type();
        require(fits, "MultiHeadAttention", queries, keys, values, heads);
        return microsoft("MultiHeadAttention", queries, keys, values)
                .with("num_heads", heads)
                .with("scale", 1f)
                .yields(queries.type(), queries.shape());
    }
}
