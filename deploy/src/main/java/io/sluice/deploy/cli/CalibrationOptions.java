package io.sluice.deploy.cli;

import static io.sluice.deploy.UsageException.orUsage;

import io.sluice.deploy.calibration.AdaptiveModels;
import io.sluice.deploy.calibration.CalibrationCache;
import io.sluice.deploy.calibration.CalibrationView;
import io.sluice.deploy.calibration.FolderSamples;
import io.sluice.deploy.calibration.Samples;
import io.sluice.inference.engine.CalibrationSettings;
import io.sluice.inference.stream.InferenceSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import picocli.CommandLine.Option;

/** How the operating points that load decides among are compared, where there are several. */
public final class CalibrationOptions {
    private static final String CACHE = "calibration";

    @Option(
            names = "--calibrate-on",
            paramLabel = "DIR",
            description =
                    "Pictures to compare operating points on, labelled or not (default: what 'model calibrate' was"
                            + " given or, without that, what the cameras see).")
    private Path directory;

    @Option(
            names = "--samples",
            defaultValue = "64",
            paramLabel = "N",
            description = "Frames to compare on at most (default: ${DEFAULT-VALUE}).")
    private int samples;

    @Option(names = "--recalibrate", description = "Measure even if it has been measured before on this machine.")
    private boolean recalibrate;

    /**
     * What makes models as these options say, warm for an inference process.
     *
     * @param surroundings where measurements are remembered
     */
    AdaptiveModels models(InferenceSettings inference, CalibrationView view, Surroundings surroundings) {
        return models(inference.batching().lanes(), inference.maxBatch(), view, surroundings);
    }

    /** The same for any use in batches of up to {@code maxBatch} frames. */
    AdaptiveModels models(int lanes, int maxBatch, CalibrationView view, Surroundings surroundings) {
        return models(CalibrationSettings.upTo(lanes, maxBatch), view, surroundings, recalibrate);
    }

    static AdaptiveModels models(
            CalibrationSettings settings, CalibrationView view, Surroundings surroundings, boolean recalibrate) {
        CalibrationCache.Recall recall =
                recalibrate ? CalibrationCache.Recall.FORGET : CalibrationCache.Recall.REMEMBER;
        CalibrationCache cache = new CalibrationCache(surroundings.cache().resolve(CACHE), recall, view::say);
        return new AdaptiveModels(settings, cache, view, System::nanoTime);
    }

    /** The folder of {@code --calibrate-on}, where one was named. */
    Optional<Path> directory() {
        return Optional.ofNullable(directory);
    }

    /**
     * The folder of {@code --calibrate-on}, or else the usual ones.
     *
     * @param usual by the number of frames
     * @throws io.sluice.deploy.UsageException where the number of samples is wrong
     */
    List<Samples> samples(IntFunction<List<Samples>> usual) {
        return orUsage(() -> directory == null ? usual.apply(samples) : List.of(new FolderSamples(directory, samples)));
    }
}
