package io.sluice.inference.weights;

import io.sluice.inference.model.VitShape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * What a configuration says of its model's sizes, so that it is not taken for that of other weights in the same folder.
 *
 * @param file the configuration
 * @param sizes those that it states
 */
public record StatedSizes(Path file, List<Size> sizes) {
    /** Nothing is said. */
    public static final StatedSizes NONE = new StatedSizes(Path.of(""), List.of());

    /**
     * One size.
     *
     * @param key in the configuration
     * @param stated there
     * @param read the same of the shape that was read from weights
     */
    record Size(String key, int stated, ToIntFunction<VitShape> read) {
        private boolean differs(VitShape shape) {
            return read.applyAsInt(shape) != stated;
        }

        private String bothSides(VitShape shape) {
            return "'" + key + "' is " + stated + " there and " + read.applyAsInt(shape) + " in the checkpoint";
        }
    }

    public StatedSizes {
        sizes = List.copyOf(sizes);
    }

    /** Those that are there and numbers. */
    static StatedSizes of(Settings config, Map<String, ToIntFunction<VitShape>> keys) {
        List<Size> sizes = new ArrayList<>();
        new TreeMap<>(keys).forEach((key, read) -> {
            if (config.at(key).isInt()) {
                sizes.add(new Size(key, config.at(key).asInt(), read));
            }
        });
        return new StatedSizes(config.file(), sizes);
    }

    StatedSizes and(Size size) {
        List<Size> more = new ArrayList<>(sizes);
        more.add(size);
        return new StatedSizes(file, more);
    }

    /**
     * Checks that the weights are of the model that is described.
     *
     * @throws CheckpointException naming every size that differs
     */
    public void requireOf(VitShape shape, Parameters parameters) {
        String differences = sizes.stream()
                .filter(size -> size.differs(shape))
                .map(size -> size.bothSides(shape))
                .collect(Collectors.joining(", "));
        if (!differences.isEmpty()) {
            throw new CheckpointException("Configuration " + file + " is of another model than checkpoint " + parameters
                    + ": " + differences + ": move it elsewhere to go without it.");
        }
    }
}
