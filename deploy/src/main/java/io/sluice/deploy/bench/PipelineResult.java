package io.sluice.deploy.bench;

import io.sluice.inference.model.OperatingPoint;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Frames per second bare and end to end, over several repetitions.
 *
 * @param model name and hash of the weights
 * @param reducer spec of the reducer
 * @param gmacs multiply-accumulates per frame, in billions
 * @param precision of the matrix products, by its name
 * @param lanes threads that ran the model
 * @param repetitions measurements of each
 * @param bareFramesPerSecond of the engine alone
 * @param framesPerSecond from the topic of frames to the topic of labels
 * @param ratio the second over the first, repetition by repetition
 * @param garbageBytesPerFrame heap allocated end to end by stream threads and lanes
 */
public record PipelineResult(
        String model,
        String reducer,
        double gmacs,
        String precision,
        int lanes,
        int repetitions,
        Spread bareFramesPerSecond,
        Spread framesPerSecond,
        Spread ratio,
        Spread garbageBytesPerFrame) {

    static PipelineResult of(
            OperatingPoint point, int lanes, List<Double> bare, List<Double> pipeline, List<Double> garbage) {
        List<Double> ratios = IntStream.range(0, bare.size())
                .mapToObj(i -> pipeline.get(i) / bare.get(i))
                .toList();
        return new PipelineResult(
                point.model().toString(),
                point.reducer().toString(),
                point.gmacs(),
                point.precision().name(),
                lanes,
                bare.size(),
                Spread.of(bare),
                Spread.of(pipeline),
                Spread.of(ratios),
                Spread.of(garbage));
    }
}
