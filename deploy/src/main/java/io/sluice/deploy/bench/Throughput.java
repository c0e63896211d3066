package io.sluice.deploy.bench;

/**
 * How fast one combination is. Medians over the repetitions; ratios are taken repetition by repetition.
 *
 * @param model name and hash of the weights
 * @param reducer spec of the reducer
 * @param precision of the matrix products, by its name
 * @param batch images a run
 * @param threads that ran it at the same time
 * @param repetitions measurements
 * @param gmacs multiply-accumulates an image, in billions
 * @param imagesPerSecond of all threads together
 * @param imagesPerSecondSpread over the repetitions
 * @param baselineImagesPerSecond of the dense model in FLOAT32 at the same batch, in the same repetitions
 * @param speedup over that baseline
 * @param speedupSpread over the repetitions
 * @param macsRatio multiply-accumulates of the dense model over those of this one
 * @param efficiency speed-up over the dense model of the same precision and batch, divided by {@code macsRatio}: 1 where
 *     every multiply-accumulate saved is time saved
 * @param efficiencySpread over the repetitions
 * @param residentBytes by which the process grew for the engine, which all reducers of a family share at the same
 *     precision; null where the operating system does not say
 * @param ladderResidentBytes the same of all engines that the rows need, in sum
 */
public record Throughput(
        String model,
        String reducer,
        String precision,
        int batch,
        int threads,
        int repetitions,
        double gmacs,
        double imagesPerSecond,
        Spread imagesPerSecondSpread,
        double baselineImagesPerSecond,
        double speedup,
        Spread speedupSpread,
        double macsRatio,
        double efficiency,
        Spread efficiencySpread,
        Long residentBytes,
        Long ladderResidentBytes) {}
