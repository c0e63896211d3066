package io.sluice.deploy.modeling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.inference.model.Fit;
import io.sluice.inference.model.Interpolation;
import io.sluice.inference.model.Preprocessing;
import io.sluice.inference.weights.CheckpointConfig;
import io.sluice.inference.weights.CheckpointException;
import io.sluice.inference.weights.StatedSizes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class PictureRequestTest {
    private static final List<Double> HALVES = List.of(0.5, 0.5, 0.5);

    private final CheckpointConfig unusable = new CheckpointConfig(
            OptionalInt.empty(),
            StatedSizes.NONE,
            Optional.of(() -> {
                throw new CheckpointException("It is odd.");
            }),
            List.of());

    @Test
    void aConfigurationThatIsNotUsableNamesWhatOverridesIt() {
        assertThatThrownBy(() -> PictureRequest.USUAL.over(unusable, 224))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll("It is odd.", "--fit, --resize, --interpolation, --mean and --std");
    }

    @Test
    void whoSaysAllNeedsNoConfiguration() {
        PictureRequest all = new PictureRequest(
                Optional.of(Fit.STRETCH),
                OptionalInt.of(240),
                OptionalInt.empty(),
                Optional.of(Interpolation.NEAREST),
                Optional.of(HALVES),
                Optional.of(HALVES));

        assertThat(all.over(unusable, 224))
                .isEqualTo(new Preprocessing(Fit.STRETCH, 240, 224, Interpolation.NEAREST, HALVES, HALVES));
    }

    @Test
    void anotherInputSizeIsResizedForAsDeiTDoes() {
        PictureRequest larger = new PictureRequest(
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.of(384),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertThat(larger.over(CheckpointConfig.NONE, 224).resize()).isEqualTo(438);
    }
}
