package io.sluice.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.sluice.inference.model.VitShape;
import io.sluice.inference.weights.Safetensors;
import io.sluice.ingest.source.SyntheticScene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Trains the model that {@code sluice demo} runs unless told otherwise. Arguments: the folder to write to and, to go on after an
 * interruption, how many stages are done already.
 */
public final class TrainDemoModel {
    /** Wide enough for a dozen shapes, and with enough tokens that most of them can be shed. */
    private static final VitShape SHAPE =
            new VitShape(96, 8, 64, 12, 2, 192, SyntheticScene.classNames().size(), 1);

    private static final long SEED = 2026;
    private static final int REPORTED_STEPS = 50;

    private final Path directory;
    private final NDManager manager;
    private final SortedMap<String, NDArray> parameters;

    private TrainDemoModel(Path directory, NDManager manager) {
        this.directory = directory;
        this.manager = manager;
        parameters = InitialWeights.of(SHAPE, Stage.firstAwake(), SEED, manager);
    }

    /** Trains; prints how it goes. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        int done = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0;
        try (NDManager manager = NDManager.newBaseManager()) {
            new TrainDemoModel(directory, manager).run(done);
        }
    }

    private void run(int done) throws IOException, InterruptedException {
        for (int number = done + 1; number <= Stage.ALL_STAGES.size(); number++) {
            if (number > 1) {
                read(stageFile(number - 1)); // rounded, whether interrupted or not
            }
            perform(number, Stage.ALL_STAGES.get(number - 1));
            write(stageFile(number), parameters);
        }
        SortedMap<String, NDArray> lasting = new TreeMap<>(parameters);
        lasting.keySet().removeIf(name -> name.startsWith(VisionTransformer.PATCH_HEAD));
        write(directory.resolve("shapes.safetensors"), lasting);
        Files.write(directory.resolve("shapes.txt"), SyntheticScene.classNames());
    }

    private Path stageFile(int number) {
        return directory.resolve("stage-" + number + ".safetensors");
    }

    private void read(Path file) {
        Safetensors stored = Safetensors.open(file);
        parameters.replaceAll((name, initial) -> {
            NDArray parameter = manager.create(stored.tensor(name).toArray(), initial.getShape());
            parameter.setRequiresGradient(true);
            return parameter;
        });
    }

    private static void write(Path file, SortedMap<String, NDArray> tensors) throws IOException {
        SafetensorsFile.write(file, tensors, Map.of("backbone", "{\"num_heads\": " + SHAPE.heads() + "}"));
    }

    private void perform(int number, Stage stage) throws InterruptedException {
        VisionTransformer model = new VisionTransformer(SHAPE, parameters);
        Training training = new Training(model, manager, stage.steps(), stage.rate());
        try (DrawnBatches batches = new DrawnBatches(stage, SHAPE.patch(), new SplittableRandom(SEED + number))) {
            double loss = 0;
            double accuracy = 0;
            for (int step = 1; step <= stage.steps(); step++) {
                Training.Progress progress = training.step(batches.next(), stage.awake());
                loss += progress.loss();
                accuracy += progress.accuracy();
                if (step % REPORTED_STEPS == 0) {
                    report(number, step, loss / REPORTED_STEPS, accuracy / REPORTED_STEPS);
                    loss = 0;
                    accuracy = 0;
                }
            }
        }
    }

    private static void report(int stage, int step, double loss, double accuracy) {
        System.out.printf("stage %d step %d: loss %.3f, accuracy %.3f%n", stage, step, loss, accuracy);
    }
}
