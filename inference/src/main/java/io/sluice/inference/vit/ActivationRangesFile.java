package io.sluice.inference.vit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.inference.model.ActivationRanges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Activation ranges as a file of JSON, which belongs beside the checkpoint that they were measured on. */
public final class ActivationRangesFile {
    /** What the names of such files end in. */
    public static final String ENDING = ".int8.json";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ActivationRangesFile() {}

    /**
     * Where a checkpoint's ranges are looked for: beside it, {@value #ENDING} in place of its name's ending.
     *
     * @param checkpoint file of the weights
     */
    public static Path beside(Path checkpoint) {
        String name = checkpoint.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return checkpoint.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ENDING);
    }

    /**
     * Writes ranges.
     *
     * @throws ModelFileException where the file cannot be written
     */
    public static void write(ActivationRanges ranges, Path file) {
        try {
            Files.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(ranges));
        } catch (IOException e) {
            throw new ModelFileException("Cannot write activation ranges " + file + ": " + e.getMessage() + ".", e);
        }
    }

    /**
     * Reads ranges.
     *
     * @throws ModelFileException where the file cannot be read or has none
     */
    public static ActivationRanges read(Path file) {
        try {
            return Optional.ofNullable(JSON.readValue(Files.readAllBytes(file), ActivationRanges.class))
                    .orElseThrow(() -> new ModelFileException(
                            "Cannot use activation ranges " + file + ": expected an object, found null.", null));
        } catch (NoSuchFileException e) {
            throw new ModelFileException(
                    "There are no activation ranges " + file + ": expected what 'sluice model quantize' makes.", e);
        } catch (JsonProcessingException e) {
            String problem = e.getCause() instanceof IllegalArgumentException invalid
                    ? invalid.getMessage()
                    : e.getOriginalMessage();
            throw new ModelFileException("Cannot use activation ranges " + file + ": " + problem + ".", e);
        } catch (IOException e) {
            throw new ModelFileException("Cannot read activation ranges " + file + ": " + e.getMessage() + ".", e);
        }
    }
}
