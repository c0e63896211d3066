package io.sluice.deploy.modeling;

import io.sluice.inference.engine.EngineOptions;
import io.sluice.inference.engine.Probe;
import io.sluice.inference.engine.Probe.Floats;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.reference.ReferenceRuntime;
import io.sluice.inference.vit.AmountForm;
import io.sluice.inference.vit.Diagnostic;
import io.sluice.inference.vit.PixelInput;
import io.sluice.inference.weights.FloatTensor;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Runs reference vectors on what runs frames too. */
record EngineReferenceRuntime(Probe probe) implements ReferenceRuntime {
    EngineReferenceRuntime(EngineOptions options) {
        this(new Probe(options));
    }

    @Override
    public Outputs run(CompiledModel model, FloatTensor pictures) {
        Map<String, Floats> outputs =
                probe.run(model, PixelInput.NORMALIZED, new Floats(pictures.sizes(), pictures.floats()));
        List<FloatTensor> blocks = IntStream.range(0, model.shape().depth())
                .mapToObj(block -> tensor(outputs.get(Diagnostic.blockOutput(block))))
                .toList();
        return new Outputs(tensor(outputs.get(CompiledModel.LOGITS)), blocks);
    }

    @Override
    public AmountForm amounts() {
        return ModelRequest.amounts(probe.options());
    }

    private static FloatTensor tensor(Floats floats) {
        return FloatTensor.filled(
                floats.sizes(), target -> target.put(floats.values().duplicate()));
    }
}
