package io.sluice.deploy.modeling;

import io.sluice.deploy.IoReason;
import io.sluice.deploy.OperatorException;
import io.sluice.inference.reference.ReferenceCase;
import io.sluice.inference.weights.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds reference vectors. */
public final class ReferenceFiles {
    private ReferenceFiles() {}

    /**
     * The file itself, or of a directory all that are reference vectors, by name; those that cannot be read as well.
     *
     * @throws OperatorException where there are none
     */
    public static List<Path> of(Path path) {
        if (!Files.exists(path)) {
            throw new OperatorException("There is no file or directory " + path + ".");
        }
        List<Path> cases = Files.isDirectory(path) ? within(path) : List.of(path);
        if (cases.isEmpty()) {
            throw new OperatorException("Directory " + path + " has no reference vectors: expected .safetensors files"
                    + " whose metadata have 'tokens_after_block'.");
        }
        return cases;
    }

    private static List<Path> within(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".safetensors"))
                    .filter(ReferenceFiles::mayBeCase)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new OperatorException("Directory " + directory + " cannot be read: " + IoReason.of(e), e);
        }
    }

    /** A damaged file is no reason to call a check complete. */
    private static boolean mayBeCase(Path file) {
        try {
            return ReferenceCase.isCase(file);
        } catch (CheckpointException e) {
            return true;
        }
    }
}
