package io.sluice.deploy.bench.gpu;

import io.sluice.deploy.bench.Throughput;
import java.util.OptionalDouble;

/**
 * A model at one batch, dense and reduced, both in FLOAT16.
 *
 * @param provider that ran it
 * @param model architecture, such as {@code deit-small}
 * @param batch images a run
 * @param denseImagesPerSecond of the dense model
 * @param reducer of the reduced one
 * @param reducedImagesPerSecond of the reduced one
 * @param speedup of the reduced over the dense one, by repetition; the median
 * @param macsRatio multiply-accumulates of the dense over those of the reduced one
 * @param efficiency {@code speedup / macsRatio}: 1 where all the arithmetic saved is time saved
 * @param overCompile dense over the fastest {@code torch.compile} of the same model and batch; null where not measured
 * @param overEager the same over eager PyTorch
 * @param peakShare share of the stated half-precision peak that the dense model reaches, 0 to 1; null where no peak is known
 */
public record SpeedRow(
        String provider,
        String model,
        int batch,
        double denseImagesPerSecond,
        String reducer,
        double reducedImagesPerSecond,
        double speedup,
        double macsRatio,
        double efficiency,
        Double overCompile,
        Double overEager,
        Double peakShare) {
    /** A multiply-accumulate is two operations. */
    private static final double OPERATIONS = 2;

    private static final double GIGA = 1e9;
    private static final double TERA = 1e12;

    /** Where the two are of, and what they are compared with. */
    record Setting(String provider, String model, TorchBaseline torch, OptionalDouble peakTflops) {}

    static SpeedRow of(Setting setting, Throughput dense, Throughput reduced) {
        double rate = dense.imagesPerSecond();
        TorchBaseline torch = setting.torch();
        return new SpeedRow(
                setting.provider(),
                setting.model(),
                dense.batch(),
                rate,
                reduced.reducer(),
                reduced.imagesPerSecond(),
                reduced.efficiency() * reduced.macsRatio(),
                reduced.macsRatio(),
                reduced.efficiency(),
                over(rate, torch.imagesPerSecond(setting.model(), TorchResult.COMPILED, dense.batch())),
                over(rate, torch.imagesPerSecond(setting.model(), TorchResult.EAGER, dense.batch())),
                over(rate * dense.gmacs() * OPERATIONS * GIGA / TERA, setting.peakTflops()));
    }

    private static Double over(double measured, OptionalDouble reference) {
        return reference.isPresent() ? measured / reference.getAsDouble() : null;
    }
}
