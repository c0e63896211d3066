package io.sluice.deploy.cli;

import static io.sluice.deploy.UsageException.orUsage;

import io.sluice.deploy.calibration.AdaptiveModel;
import io.sluice.deploy.calibration.FolderSamples;
import io.sluice.deploy.calibration.Samples;
import io.sluice.deploy.calibration.SceneSamples;
import io.sluice.inference.engine.CalibrationSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "calibrate",
        description = "Measures on this machine the operating points that load is to decide among, ahead of 'infer'.",
        footer = {
            "",
            "'infer' and 'demo' with the same model, reducers, precisions, lanes and batches find what was measured and"
                    + " start at once.",
            "",
            "RUNG: place on the ladder, from best quality to fastest; - for a point that another one is no worse and"
                    + " faster than. MS: how long a batch takes while all lanes are busy. FRAMES/S: of all lanes together."
                    + " AGREEMENT: the likeliest class is the one that the dense model in FLOAT32 says. KL: mean divergence"
                    + " of the scores from those of that model, in nats. ACCURACY: the likeliest class is the right one,"
                    + " known where every picture's folder or name is called after its class as for 'model evaluate'."
        })
final class ModelCalibrateCommand implements Runnable {
    private final Surroundings surroundings;

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "Pictures to compare on, such as the cameras see (.jpg, .jpeg, .png in it and below it;"
                    + " default: synthetic scenes, which say little of a model that was trained for anything else).")
    private Path directory;

    @Mixin
    private AdaptiveModelOptions model;

    @Option(
            names = "--lanes",
            paramLabel = "N",
            description =
                    "Batches run at the same time, as 'infer' will run them (default: one for each core, or two for each GPU).")
    private Integer lanes;

    @Option(
            names = "--batch",
            split = ",",
            paramLabel = "N",
            description = "Sizes of batches to time, in frames; 'infer --batch 8' needs 1,2,4,8 (default: 1).")
    private List<Integer> batches = List.of(1);

    @Option(
            names = "--samples",
            defaultValue = "256",
            paramLabel = "N",
            description = "Pictures to compare on at most, spread over all that there are (default: ${DEFAULT-VALUE}).")
    private int samples;

    @Option(names = "--recalibrate", description = "Measure even if it has been measured before on this machine.")
    private boolean recalibrate;

    @Mixin
    private ResultOptions result;

    @Spec
    private CommandSpec command;

    ModelCalibrateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        PrintWriter err = command.commandLine().getErr();
        CalibrationLines view = new CalibrationLines(err::println, surroundings.stop(), System::nanoTime);
        CalibrationSettings settings = settings();
        Samples chosen = samples();
        try (AdaptiveModel adaptive = CalibrationOptions.models(settings, view, surroundings, recalibrate)
                .prepare(model.ladder(), chosen)) {
            CalibrationResult calibration = CalibrationResult.of(adaptive, settings.lanes());
            result.print(calibration, () -> CalibrationTable.of(calibration));
        }
    }

    private CalibrationSettings settings() {
        int threads =
                lanes == null ? model.engine().usualLanes(Runtime.getRuntime().availableProcessors()) : lanes;
        return orUsage(() -> CalibrationSettings.usual(threads, batches));
    }

    private Samples samples() {
        return orUsage(() -> directory == null ? new SceneSamples(samples) : new FolderSamples(directory, samples));
    }
}
