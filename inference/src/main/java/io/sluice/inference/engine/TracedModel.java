package io.sluice.inference.engine;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.TokenMap;
import io.sluice.inference.model.VitShape;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A model that shows where patches are, loaded. For one thread at a time. */
final class TracedModel implements AutoCloseable {
    private final Engine engine;
    private final VitShape shape;

    TracedModel(CompiledModel model, EngineOptions options) {
        this.engine = Engine.load(model, options);
        this.shape = model.shape();
    }

    boolean serves(OperatingPoint point) {
        return engine.serves(point);
    }

    /** Runs one picture. */
    TracedAnswer run(ByteBuffer picture, OperatingPoint point, TopLabels top) {
        long size = engine.preprocessing().inputSize();
        try (OnnxTensor pixels = OnnxTensor.createTensor(
                        engine.environment(), picture.duplicate(), new long[] {1, size, size, 3}, OnnxJavaType.UINT8);
                OnnxTensor amounts = amounts(point);
                OrtSession.Result outputs = engine.run(inputs(pixels, amounts))) {
            return answer(outputs, point, top);
        } catch (OrtException e) {
            throw new EngineException(
                    "Model " + engine.model() + " could not show a picture's tokens at " + point.reducer() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private OnnxTensor amounts(OperatingPoint point) throws OrtException {
        long[] told = point.schedule().amounts().stream()
                .mapToLong(Integer::longValue)
                .toArray();
        return OnnxTensor.createTensor(engine.environment(), LongBuffer.wrap(told), new long[] {told.length});
    }

    private Map<String, OnnxTensor> inputs(OnnxTensor pixels, OnnxTensor amounts) {
        return engine.takesAmounts()
                ? Map.of(CompiledModel.PIXELS, pixels, CompiledModel.AMOUNTS, amounts)
                : Map.of(CompiledModel.PIXELS, pixels);
    }

    private TracedAnswer answer(OrtSession.Result outputs, OperatingPoint point, TopLabels top) {
        Map<String, OnnxTensor> byName = new HashMap<>();
        for (Map.Entry<String, OnnxValue> output : outputs) {
            byName.put(output.getKey(), (OnnxTensor) output.getValue());
        }
        Logits logits = new Logits(byName.get(CompiledModel.LOGITS).getFloatBuffer(), 1, engine.classes());
        return new TracedAnswer(TokenMap.of(shape, point.schedule(), holders(byName)), top.of(logits, 0));
    }

    private static NavigableMap<Integer, long[]> holders(Map<String, OnnxTensor> outputs) {
        NavigableMap<Integer, long[]> holders = new TreeMap<>();
        outputs.forEach((name, tensor) -> {
            if (name.startsWith(CompiledModel.HOLDERS)) {
                int block = Integer.parseInt(name.substring(CompiledModel.HOLDERS.length()));
                holders.put(block, tensor.getLongBuffer().array());
            }
        });
        return holders;
    }

    @Override
    public void close() {
        engine.close();
    }
}
