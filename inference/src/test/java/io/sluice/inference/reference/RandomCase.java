package io.sluice.inference.reference;

import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.Preprocessing;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.VitShape;
import io.sluice.inference.vit.CompileOptions;
import io.sluice.inference.vit.Diagnostic;
import io.sluice.inference.vit.ModelCompiler;
import io.sluice.inference.vit.PixelInput;
import io.sluice.inference.weights.Checkpoint;
import io.sluice.inference.weights.FloatTensor;
import io.sluice.inference.weights.VitParameters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A model of random sizes with random weights, pictures, and a method at a random amount.
 *
 * @param shape sizes of the model
 * @param spec the method with all its parameters
 * @param weights by timm's names, such that tokens, scores and attention differ from each other
 * @param pictures {@code [batch, 3, height, width]}
 */
record RandomCase(VitShape shape, ReducerSpec spec, Map<String, FloatTensor> weights, FloatTensor pictures) {
    static final List<String> METHODS =
            List.of("none", "evit", "etps", "dynamicvit", "dtps", "tome", "ppt", "topk", "random");

    static RandomCase of(String method, long seed) {
        Random random = new Random(seed);
        boolean distilled = List.of("none", "tome").contains(method) && random.nextBoolean();
        VitShape shape = shape(random, distilled ? 2 : 1);
        ReducerSpec spec = new ReducerSpec(method, parameters(method, random, shape));
        int side = shape.inputSize();
        FloatTensor pictures = normal(random, List.of(1 + random.nextInt(3), 3, side, side), 0, 1);
        return new RandomCase(shape, spec, weights(random, shape), pictures);
    }

    private static VitShape shape(Random random, int specialTokens) {
        int heads = 1 + random.nextInt(4);
        int width = heads * (4 << random.nextInt(3));
        int patch = 4 << random.nextInt(2);
        int grid = 3 + random.nextInt(5);
        int mlp = width * (1 + random.nextInt(4));
        return new VitShape(
                patch * grid, patch, width, 3 + random.nextInt(5), heads, mlp, 3 + random.nextInt(8), specialTokens);
    }

    private static Map<String, String> parameters(String method, Random random, VitShape shape) {
        Map<String, String> parameters = new TreeMap<>();
        switch (method) {
            case "none" -> {}
            case "tome" -> {
                parameters.put("r", String.valueOf(random.nextInt(shape.patches() / 3)));
                parameters.put("inflect", oneOf(random, "-1", "-0.5", "0", "0.3", "1"));
                parameters.put("prop", oneOf(random, "true", "false"));
            }
            case "ppt" -> {
                parameters.put("r", String.valueOf(random.nextInt(shape.patches())));
                parameters.put("threshold", oneOf(random, "0", "0.0005", "0.001", "0.002", "1"));
                parameters.put("prop", oneOf(random, "true", "false"));
            }
            default -> parameters.put("keep", String.valueOf((45 + random.nextInt(56)) / 100.0));
        }
        if (method.equals("evit")) {
            parameters.put("fuse", oneOf(random, "true", "false"));
        }
        if (method.equals("random")) {
            parameters.put("seed", String.valueOf(random.nextInt(1000)));
        }
        if (!List.of("none", "tome").contains(method)) {
            parameters.put("blocks", blocks(random, shape.depth()));
        }
        return parameters;
    }

    private static String blocks(Random random, int depth) {
        List<Integer> blocks = new ArrayList<>(IntStream.range(0, depth).boxed().toList());
        while (blocks.size() > 3 || (blocks.size() > 1 && random.nextBoolean())) {
            blocks.remove(random.nextInt(blocks.size()));
        }
        return blocks.stream().map(String::valueOf).collect(Collectors.joining("+"));
    }

    private static String oneOf(Random random, String... values) {
        return values[random.nextInt(values.length)];
    }

    private static Map<String, FloatTensor> weights(Random random, VitShape shape) {
        Map<String, List<Integer>> sizes = new TreeMap<>(VitParameters.of(shape));
        IntStream.range(0, 3).forEach(stage -> sizes.putAll(VitParameters.predictor(shape.width(), stage)));
        Map<String, FloatTensor> weights = new TreeMap<>();
        sizes.forEach((name, size) -> weights.put(name, weight(random, name, size)));
        return weights;
    }

    private static FloatTensor weight(Random random, String name, List<Integer> sizes) {
        boolean vector = sizes.size() == 1;
        boolean scale = vector && name.endsWith("weight");
        int fanIn = sizes.subList(1, sizes.size()).stream()
                .mapToInt(Integer::intValue)
                .reduce(1, (a, b) -> a * b);
        double gain = name.contains("qkv") ? 1.5 : 1;
        double deviation = name.endsWith("pos_embed") ? 0.5 : vector ? 0.2 : gain / Math.sqrt(fanIn);
        return normal(random, sizes, scale ? 1 : 0, deviation);
    }

    private static FloatTensor normal(Random random, List<Integer> sizes, double mean, double deviation) {
        return FloatTensor.filled(sizes, target -> {
            while (target.hasRemaining()) {
                target.put((float) (mean + deviation * random.nextGaussian()));
            }
        });
    }

    /**
     * The model, for pictures that are normalised already.
     *
     * @param file of {@link #weights}
     */
    CompiledModel compile(Path file, Set<Diagnostic> diagnostics) {
        CompileOptions options = CompileOptions.DEFAULT
                .withHeads(shape.heads())
                .withInput(PixelInput.NORMALIZED_NCHW)
                .withDiagnostics(diagnostics);
        return new ModelCompiler(Checkpoint.open(file), options)
                .compile(spec, Precision.FLOAT32, Preprocessing.imageNet(shape.inputSize()));
    }

    /** What the plain loops give, picture by picture. */
    List<ReferenceVit.Answer> answers(Margin margin) {
        Map<String, double[]> parameters = new TreeMap<>();
        weights.forEach((name, tensor) -> parameters.put(name, doubles(tensor)));
        ReferenceReduction reduction = ReferenceReduction.of(spec, shape, parameters, margin);
        ReferenceVit vit = new ReferenceVit(shape, parameters, reduction);
        return IntStream.range(0, pictures.size(0))
                .mapToObj(picture -> vit.run(doubles(pictures.rows(picture, picture + 1))))
                .toList();
    }

    private static double[] doubles(FloatTensor tensor) {
        float[] floats = tensor.toArray();
        return IntStream.range(0, floats.length).mapToDouble(i -> floats[i]).toArray();
    }

    /** Such as {@code evit:keep=0.7 [batch 2] on VitShape[...]}. */
    @Override
    public String toString() {
        return spec + " [batch " + pictures.size(0) + "] on " + shape;
    }
}
