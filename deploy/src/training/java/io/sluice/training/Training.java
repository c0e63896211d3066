package io.sluice.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.SortedSet;

/** Steps of AdamW: learning rate rising from 0, then falling along a cosine; no weight decay on biases and norms. */
final class Training {
    private static final float WEIGHT_DECAY = 0.03f;

    /** Share of the truth that is spread over all classes. */
    private static final float SMOOTHING = 0.05f;

    /** Of the loss of all patches together, beside the picture's. */
    private static final float PATCHES_COUNT = 0.5f;

    /** Below the usual 0.999: there are few steps to average over. */
    private static final float SECOND_MOMENT_DECAY = 0.98f;

    private final VisionTransformer model;
    private final NDManager manager;
    private final Optimizer decaying;
    private final Optimizer steady;

    /**
     * What a step found in its pictures, before it changed the model.
     *
     * @param loss of pictures and patches together
     * @param accuracy share of the pictures that were named truly
     */
    record Progress(double loss, double accuracy) {}

    /**
     * @param steps that there will be
     * @param rate largest learning rate
     */
    Training(VisionTransformer model, NDManager manager, int steps, float rate) {
        this.model = model;
        this.manager = manager;
        decaying = optimizer(steps, rate, WEIGHT_DECAY);
        steady = optimizer(steps, rate, 0);
    }

    private static Optimizer optimizer(int steps, float rate, float decay) {
        int rising = Math.max(1, steps / 20);
        Tracker falling = Tracker.cosine()
                .setBaseValue(rate)
                .optFinalValue(rate / 100)
                .setMaxUpdates(steps - rising)
                .build();
        Tracker tracker = Tracker.warmUp()
                .optWarmUpBeginValue(rate / 100)
                .optWarmUpSteps(rising)
                .setMainTracker(falling)
                .build();
        return Optimizer.adamW()
                .optLearningRateTracker(tracker)
                .optBeta2(SECOND_MOMENT_DECAY)
                .optWeightDecays(decay)
                .build();
    }

    /** Learns from a batch. */
    Progress step(Batch batch, SortedSet<Integer> awake) {
        Progress progress = backward(batch, awake);
        model.parameters().forEach((name, parameter) -> update(name, parameter, awake));
        return progress;
    }

    /** Leaves the gradients with the parameters. */
    private Progress backward(Batch batch, SortedSet<Integer> awake) {
        try (NDScope scope = new NDScope();
                GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            scope.suppressNotUsedWarning();
            int size = batch.size();
            NDArray pixels =
                    manager.create(batch.pixels(), new Shape(size, batch.side(), batch.side(), 3), DataType.UINT8);
            NDArray classes = manager.create(batch.classes(), new Shape(size), DataType.INT32);
            NDArray patches = manager.create(
                    batch.patches(), new Shape(size, batch.patches().remaining() / size), DataType.INT32);
            VisionTransformer.Logits logits = model.forward(pixels, awake);
            NDArray patchLoss = crossEntropy(logits.patches(), patches);
            NDArray loss = crossEntropy(logits.picture(), classes).add(patchLoss.mul(PATCHES_COUNT));
            gradients.backward(loss);
            NDArray right = logits.picture().argMax(1).toType(DataType.INT32, false).eq(classes);
            return new Progress(
                    loss.getFloat(),
                    right.toType(DataType.FLOAT32, false).mean().getFloat());
        }
    }

    /** Mean over all answers. */
    private static NDArray crossEntropy(NDArray logits, NDArray truth) {
        NDArray logarithms = logits.logSoftmax(-1);
        int classes = (int) logits.getShape().get(logits.getShape().dimension() - 1);
        NDArray likelihood =
                truth.oneHot(classes).mul(logarithms).sum(new int[] {-1}).mean();
        return likelihood.mul(SMOOTHING - 1).sub(logarithms.mean().mul(SMOOTHING));
    }

    private void update(String name, NDArray parameter, SortedSet<Integer> awake) {
        if (VisionTransformer.sleeps(name, awake)) {
            return;
        }
        try (NDArray gradient = parameter.getGradient()) {
            (parameter.getShape().dimension() == 2 ? decaying : steady).update(name, parameter, gradient);
            gradient.subi(gradient);
        }
    }
}
