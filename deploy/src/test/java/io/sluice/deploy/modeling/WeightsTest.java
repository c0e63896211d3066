package io.sluice.deploy.modeling;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.inference.weights.RandomWeights;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class WeightsTest {
    @Test
    void whatEightBitsNeedIsMeasuredOnce() {
        ModelRequest request = new ModelRequest(
                Optional.empty(), OptionalInt.empty(), PrecisionRequest.USUAL, PictureRequest.USUAL, Optional.empty());
        Weights weights = new Weights(request, new RandomWeights("small", SmallCheckpoint.SHAPE, 1), Optional.empty());

        assertThat(weights.ranges()).isSameAs(weights.ranges());
    }
}
