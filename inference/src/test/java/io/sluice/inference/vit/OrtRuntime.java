package io.sluice.inference.vit;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.reference.ReferenceRuntime;
import io.sluice.inference.weights.FloatTensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** ONNX Runtime on one thread, for tests. */
public final class OrtRuntime implements AutoCloseable {
    private final OrtSession session;

    public OrtRuntime(CompiledModel model) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            this.session = OrtEnvironment.getEnvironment().createSession(model.onnx(), options);
        }
    }

    /** For {@link io.sluice.inference.reference.ReferenceCheck}. */
    public static ReferenceRuntime.Outputs runReference(CompiledModel model, FloatTensor pictures) {
        try (OrtRuntime runtime = new OrtRuntime(model)) {
            Map<String, FloatTensor> outputs =
                    runtime.run(pictures, model.point().schedule().amounts());
            List<FloatTensor> blocks = new ArrayList<>();
            for (int block = 0; block < model.shape().depth(); block++) {
                blocks.add(outputs.get(Diagnostic.blockOutput(block)));
            }
            return new ReferenceRuntime.Outputs(outputs.get(CompiledModel.LOGITS), blocks);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs normalised pictures {@code [batch, 3, height, width]}. */
    public Map<String, FloatTensor> run(FloatTensor pictures, List<Integer> amounts) throws OrtException {
        try (OnnxTensor input =
                OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), pictures.floats(), sizes(pictures.sizes()))) {
            return run(PixelInput.NORMALIZED, input, amounts);
        }
    }

    /** Runs pictures {@code [batch, side, side, 3]} of bytes. */
    public Map<String, FloatTensor> run(ByteBuffer pixels, int batch, int side, List<Integer> amounts)
            throws OrtException {
        try (OnnxTensor input = OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(),
                pixels.duplicate(),
                new long[] {batch, side, side, 3},
                OnnxJavaType.UINT8)) {
            return run(CompiledModel.PIXELS, input, amounts);
        }
    }

    private Map<String, FloatTensor> run(String name, OnnxTensor input, List<Integer> amounts) throws OrtException {
        Map<String, OnnxTensor> inputs = new HashMap<>(Map.of(name, input));
        long[] counts = amounts.stream().mapToLong(Integer::longValue).toArray();
        try (OnnxTensor counted = OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), LongBuffer.wrap(counts), new long[] {counts.length})) {
            if (counts.length > 0) {
                inputs.put(CompiledModel.AMOUNTS, counted);
            }
            try (OrtSession.Result result = session.run(inputs)) {
                Map<String, FloatTensor> outputs = new HashMap<>();
                for (Map.Entry<String, OnnxValue> output : result) {
                    outputs.put(output.getKey(), copy((OnnxTensor) output.getValue()));
                }
                return outputs;
            }
        }
    }

    private static FloatTensor copy(OnnxTensor tensor) {
        List<Integer> sizes = Arrays.stream(tensor.getInfo().getShape())
                .mapToObj(Math::toIntExact)
                .toList();
        return FloatTensor.filled(sizes, target -> target.put(floats(tensor)));
    }

    /** Positions of tokens are far below the whole numbers that floats tell apart. */
    private static FloatBuffer floats(OnnxTensor tensor) {
        if (tensor.getInfo().type != OnnxJavaType.INT64) {
            return tensor.getFloatBuffer();
        }
        LongBuffer values = tensor.getLongBuffer();
        FloatBuffer floats = FloatBuffer.allocate(values.remaining());
        while (values.hasRemaining()) {
            floats.put((float) values.get());
        }
        return floats.flip();
    }

    private static long[] sizes(List<Integer> sizes) {
        return sizes.stream().mapToLong(Integer::longValue).toArray();
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
