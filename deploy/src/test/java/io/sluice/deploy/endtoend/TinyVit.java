package io.sluice.deploy.endtoend;

import io.sluice.inference.control.CameraPolicies;
import io.sluice.inference.control.Steering;
import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.Preprocessing;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.ServiceTimes;
import io.sluice.inference.model.VitShape;
import io.sluice.inference.vit.CompileOptions;
import io.sluice.inference.vit.ModelCompiler;
import io.sluice.inference.weights.RandomWeights;
import java.time.Duration;
import java.util.Optional;

/** A real model of hardly any size, untrained: 16 patches, four blocks, ten classes. */
final class TinyVit {
    /** Of its pictures, in pixels. */
    static final int SIDE = 32;

    private TinyVit() {}

    static CompiledModel compiled(ReducerSpec reducer) {
        VitShape tiny = new VitShape(SIDE, 8, 64, 4, 4, 128, 10, 1);
        return new ModelCompiler(new RandomWeights("tiny", tiny, 1), CompileOptions.DEFAULT)
                .compile(reducer, Precision.FLOAT32, Preprocessing.imageNet(SIDE));
    }

    /** Every frame at this one point. */
    static Steering fixed(CompiledModel model) {
        return Steering.fixed(
                new CalibratedPoint(model.point(), ServiceTimes.perFrame(Duration.ofMillis(1)), Optional.empty()),
                CameraPolicies.DEFAULT);
    }
}
