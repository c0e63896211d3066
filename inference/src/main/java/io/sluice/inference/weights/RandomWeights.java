package io.sluice.inference.weights;

import io.sluice.inference.model.ModelId;
import io.sluice.inference.model.VitShape;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Untrained weights of any shape, the same for the same seed: for benches and demonstrations, where only the time that a
 * model takes matters.
 */
public final class RandomWeights implements Checkpoint {
    /** As Vision Transformers are initialised before training. */
    private static final float STANDARD_DEVIATION = 0.02f;

    /** Heads for the stages of DynamicViT and dTPS; the papers have three. */
    private static final int PREDICTORS = 3;

    private final ModelId id;
    private final Map<String, List<Integer>> sizes;
    private final long seed;

    public RandomWeights(String name, VitShape shape, long seed) {
        String origin = "random weights of " + shape + ", seed " + seed;
        byte[] hash = CheckpointFile.newSha256().digest(origin.getBytes(StandardCharsets.UTF_8));
        this.id = new ModelId(name, HexFormat.of().formatHex(hash));
        this.sizes = new TreeMap<>(VitParameters.of(shape));
        IntStream.range(0, PREDICTORS).forEach(stage -> sizes.putAll(VitParameters.predictor(shape.width(), stage)));
        this.seed = seed;
    }

    @Override
    public ModelId id() {
        return id;
    }

    @Override
    public CheckpointConfig config() {
        return CheckpointConfig.NONE;
    }

    @Override
    public Set<String> names() {
        return sizes.keySet();
    }

    @Override
    public Map<String, String> metadata() {
        return Map.of();
    }

    @Override
    public String type(String name) {
        return ElementFormat.F32.name();
    }

    @Override
    public List<Integer> sizes(String name) {
        return sizes.get(name);
    }

    @Override
    public FloatTensor tensor(String name) {
        SplittableRandom random = new SplittableRandom(seed ^ ((long) name.hashCode() << Integer.SIZE));
        boolean scale = sizes(name).size() == 1 && name.endsWith(".weight");
        float mean = scale ? 1 : 0;
        return FloatTensor.filled(sizes.get(name), target -> {
            while (target.hasRemaining()) {
                target.put(mean + STANDARD_DEVIATION * (float) random.nextGaussian());
            }
        });
    }

    @Override
    public String toString() {
        return "random weights '" + id.name() + "'";
    }
}
