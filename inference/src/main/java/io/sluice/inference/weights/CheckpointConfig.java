package io.sluice.inference.weights;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.inference.model.Preprocessing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * What the files beside a checkpoint say of it: Hugging Face's {@code config.json} and {@code preprocessor_config.json}, or
 * timm's {@code config.json}. They speak for every checkpoint in their folder.
 *
 * @param heads attention heads
 * @param sizes of the model that they describe
 * @param pictures reads what pictures need; empty where nothing is said
 * @param classNames one for each output, each optionally after its synset; empty where nothing is said
 */
public record CheckpointConfig(
        OptionalInt heads, StatedSizes sizes, Optional<Supplier<Preprocessing>> pictures, List<String> classNames) {
    /** Nothing is said. */
    public static final CheckpointConfig NONE =
            new CheckpointConfig(OptionalInt.empty(), StatedSizes.NONE, Optional.empty(), List.of());

    private static final String MODEL = "config.json";
    private static final String PREPROCESSOR = "preprocessor_config.json";

    public CheckpointConfig {
        classNames = List.copyOf(classNames);
    }

    /**
     * What pictures need; understood only when it is asked for, since an operator may say all of it.
     *
     * @throws CheckpointException where it cannot be understood, or is not done here
     */
    public Optional<Preprocessing> preprocessing() {
        return pictures.map(Supplier::get);
    }

    /**
     * Reads the files that are there. What is none of these configurations is passed over: trainers have a {@code
     * config.json} of their own.
     *
     * @throws CheckpointException where one cannot be understood, or describes another kind of model
     */
    static CheckpointConfig beside(Path checkpoint) {
        Optional<Settings> model = settings(checkpoint.resolveSibling(MODEL));
        Optional<Supplier<Preprocessing>> huggingFace = settings(checkpoint.resolveSibling(PREPROCESSOR))
                .map(preprocessor -> () -> HuggingFaceConfig.preprocessing(preprocessor));
        return model.filter(TimmConfig::isOne)
                .map(config -> timm(config, huggingFace))
                .or(() -> model.filter(HuggingFaceConfig::isOne).map(config -> huggingFace(config, huggingFace)))
                .orElseGet(() -> new CheckpointConfig(OptionalInt.empty(), StatedSizes.NONE, huggingFace, List.of()));
    }

    private static CheckpointConfig timm(Settings config, Optional<Supplier<Preprocessing>> preprocessor) {
        TimmConfig.requirePlain(config);
        return new CheckpointConfig(
                OptionalInt.empty(),
                TimmConfig.sizes(config),
                preprocessor.or(() -> Optional.of(() -> TimmConfig.preprocessing(config))),
                TimmConfig.classNames(config));
    }

    private static CheckpointConfig huggingFace(Settings config, Optional<Supplier<Preprocessing>> preprocessor) {
        HuggingFaceConfig.requirePlain(config);
        return new CheckpointConfig(
                HuggingFaceConfig.heads(config),
                HuggingFaceConfig.sizes(config),
                preprocessor,
                HuggingFaceConfig.classNames(config));
    }

    private static Optional<Settings> settings(Path path) {
        if (!Files.isRegularFile(path)) {
            return Optional.empty();
        }
        CheckpointFile file = CheckpointFile.of(path);
        JsonNode json = JsonObjects.any("Configuration " + file, file);
        return Optional.of(json).filter(JsonNode::isObject).map(object -> new Settings(file.path(), object));
    }
}
