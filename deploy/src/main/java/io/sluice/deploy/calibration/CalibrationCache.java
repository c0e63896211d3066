package io.sluice.deploy.calibration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.deploy.IoReason;
import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.OperatingPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Remembers measurements, in a file of JSON for each key. Whatever is wrong with a file costs a new measurement and a
 * warning, never more.
 */
public final class CalibrationCache {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();
    private static final int NAME_DIGITS = 16;

    private final Path directory;
    private final Recall recall;
    private final Consumer<String> warnings;

    /** Whether to look for what is there. */
    public enum Recall {
        /** Measured once, measurements do until something that they depend on has changed. */
        REMEMBER,
        /** Measure again, and remember that from now on. */
        FORGET
    }

    /**
     * Files in a directory, which need not be there.
     *
     * @param warnings told one sentence when a file cannot be used or written
     */
    public CalibrationCache(Path directory, Recall recall, Consumer<String> warnings) {
        this.directory = directory;
        this.recall = recall;
        this.warnings = warnings;
    }

    /** Where measurements with this key are kept. */
    Path file(CalibrationKey key) {
        String model = key.candidates().get(0).model().replaceAll("[^A-Za-z0-9._-]", "_");
        return directory.resolve(model + "-" + ContentDigest.of(json(key)).substring(0, NAME_DIGITS) + ".json");
    }

    /**
     * What was measured before.
     *
     * @param candidates of the key, in their order
     */
    Optional<List<CalibratedPoint>> find(CalibrationKey key, List<OperatingPoint> candidates) {
        return recall == Recall.FORGET ? Optional.empty() : read(file(key), key, candidates);
    }

    private Optional<List<CalibratedPoint>> read(Path file, CalibrationKey key, List<OperatingPoint> candidates) {
        try {
            CalibrationFile found = JSON.readValue(Files.readAllBytes(file), CalibrationFile.class);
            if (found == null || found.format() != CalibrationFile.FORMAT || !key.equals(found.key())) {
                return ignored(file, "It is of something else.");
            }
            return Optional.of(found.of(candidates));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            return ignored(file, e.getOriginalMessage() + ".");
        } catch (IllegalArgumentException e) {
            return ignored(file, e.getMessage());
        } catch (IOException e) {
            return ignored(file, IoReason.of(e));
        }
    }

    private Optional<List<CalibratedPoint>> ignored(Path file, String why) {
        warnings.accept("Calibration file " + file + " is not used and will be replaced: " + why);
        return Optional.empty();
    }

    /**
     * Remembers measurements; the file is there whole or not at all.
     *
     * @param points one for each candidate of the key, in their order
     * @return the file; empty where it could not be written
     */
    Optional<Path> keep(CalibrationKey key, List<CalibratedPoint> points) {
        Path file = file(key);
        try {
            Files.createDirectories(directory);
            replace(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(CalibrationFile.of(key, points)));
            return Optional.of(file);
        } catch (IOException e) {
            warnings.accept("Calibration file " + file + " cannot be written, so the next start will measure again: "
                    + IoReason.of(e));
            return Optional.empty();
        }
    }

    private static void replace(Path file, byte[] content) throws IOException {
        Path half = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            Files.write(half, content);
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(half);
        }
    }

    private static byte[] json(CalibrationKey key) {
        try {
            return JSON.writeValueAsBytes(key);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Expected a key that is plain data, found " + key + ".", e);
        }
    }
}
