package io.sluice.deploy.modeling;

import io.sluice.inference.weights.Checkpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * The model that comes with Sluice: a small Vision Transformer, trained to name the dominant shape of the synthetic scene. An
 * ordinary checkpoint and an ordinary file of class names; {@code src/training} is the program that made them.
 */
public final class DemoModel {
    private static final String WEIGHTS = "shapes.safetensors";
    private static final String CLASS_NAMES = "shapes.txt";

    private DemoModel() {}

    /**
     * The model, ready to run; the caller closes it.
     *
     * @param request names of classes in it go before the model's own
     */
    public static LoadedModel load(ModelRequest request) {
        return with(request, Weights::load);
    }

    /**
     * What a function makes of the model's weights, which are there as long as it runs.
     *
     * @param request names of classes in it go before the model's own
     */
    public static <T> T with(ModelRequest request, Function<Weights, T> use) {
        try {
            Path directory = Files.createTempDirectory("sluice-demo-model");
            try {
                Path names = request.classNames().orElseGet(() -> unpack(CLASS_NAMES, directory));
                Checkpoint checkpoint = Checkpoint.open(unpack(WEIGHTS, directory));
                return use.apply(new Weights(request.withClassNames(names), checkpoint, Optional.empty()));
            } finally {
                remove(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Checkpoints are mapped into memory, which takes a file. */
    private static Path unpack(String name, Path directory) {
        Path file = directory.resolve(name);
        try (InputStream content = DemoModel.class.getResourceAsStream(name)) {
            Files.copy(content, file);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(WEIGHTS));
        Files.deleteIfExists(directory.resolve(CLASS_NAMES));
        Files.delete(directory);
    }
}
