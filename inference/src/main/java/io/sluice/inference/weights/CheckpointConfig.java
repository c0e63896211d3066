package io.sluice.inference.weights;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.inference.model.Preprocessing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the files beside a checkpoint say of it: Hugging Face's {@code config.json} and {@code preprocessor_config.json}, or
 * timm's {@code config.json}. They speak for every checkpoint in their folder.
 *
 * @param heads attention heads
 * @param preprocessing what pictures need
 * @param classNames one for each output, each optionally after its synset; empty where nothing is said
 */
public record CheckpointConfig(OptionalInt heads, Optional<Preprocessing> preprocessing, List<String> classNames) {
    /** Nothing is said. */
    public static final CheckpointConfig NONE = new CheckpointConfig(OptionalInt.empty(), Optional.empty(), List.of());

    private static final String MODEL = "config.json";
    private static final String PREPROCESSOR = "preprocessor_config.json";

    public CheckpointConfig {
        classNames = List.copyOf(classNames);
    }

    /**
     * Reads the files that are there.
     *
     * @throws CheckpointException where one cannot be understood, or asks for what is not done here
     */
    static CheckpointConfig beside(Path checkpoint) {
        Optional<Settings> model = settings(checkpoint.resolveSibling(MODEL));
        Optional<Settings> preprocessor = settings(checkpoint.resolveSibling(PREPROCESSOR));
        Optional<Preprocessing> huggingFace = preprocessor.map(HuggingFaceConfig::preprocessing);
        return model.filter(TimmConfig::isOne)
                .map(timm -> new CheckpointConfig(
                        OptionalInt.empty(),
                        huggingFace.or(() -> Optional.of(TimmConfig.preprocessing(timm))),
                        TimmConfig.classNames(timm)))
                .or(() -> model.filter(HuggingFaceConfig::isOne)
                        .map(config -> new CheckpointConfig(
                                HuggingFaceConfig.heads(config), huggingFace, HuggingFaceConfig.classNames(config))))
                .orElseGet(() -> new CheckpointConfig(OptionalInt.empty(), huggingFace, List.of()));
    }

    private static Optional<Settings> settings(Path path) {
        if (!Files.isRegularFile(path)) {
            return Optional.empty();
        }
        CheckpointFile file = CheckpointFile.of(path);
        JsonNode json = JsonObjects.parse("Configuration " + file, file);
        return Optional.of(new Settings(file.path(), json));
    }
}
