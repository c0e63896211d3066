package io.sluice.deploy.calibration;

import io.sluice.deploy.modeling.ModelRequest;
import io.sluice.deploy.modeling.PictureRequest;
import io.sluice.deploy.modeling.PrecisionRequest;
import io.sluice.deploy.modeling.Weights;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.VitShape;
import io.sluice.inference.weights.RandomWeights;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** What operators ask for in tests. */
final class Requests {
    static final ModelRequest USUAL = new ModelRequest(
            Optional.empty(), OptionalInt.empty(), PrecisionRequest.USUAL, PictureRequest.USUAL, Optional.empty());

    /** Four blocks of 16 patches, ten classes. */
    static final VitShape SMALL = new VitShape(32, 8, 64, 4, 1, 128, 10, 1);

    /** Twelve blocks of 196 patches, as nearly all published models have. */
    static final VitShape DEEP = new VitShape(224, 16, 64, 12, 1, 64, 10, 1);

    private Requests() {}

    static Weights untrained(String name, VitShape shape) {
        return new Weights(USUAL, new RandomWeights(name, shape, 1), Optional.empty());
    }

    /** The same as {@link #untrained}, run on pictures of another size. */
    static Weights untrained(String name, VitShape shape, int inputSize) {
        PictureRequest pictures = new PictureRequest(
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.of(inputSize),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        ModelRequest request = new ModelRequest(
                Optional.empty(), OptionalInt.empty(), PrecisionRequest.USUAL, pictures, Optional.empty());
        return new Weights(request, new RandomWeights(name, shape, 1), Optional.empty());
    }

    static LadderRequest of(Weights weights, String... reducers) {
        return of(weights, List.of(), reducers);
    }

    static LadderRequest of(Weights weights, List<Precision> precisions, String... reducers) {
        List<ReducerSpec> specs = Stream.of(reducers).map(ReducerSpec::parse).toList();
        return new LadderRequest(weights, Optional.empty(), specs, precisions);
    }
}
