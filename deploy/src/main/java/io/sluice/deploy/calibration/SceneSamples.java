package io.sluice.deploy.calibration;

import io.sluice.deploy.modeling.ScenePictures;
import io.sluice.inference.engine.SampleFrame;
import io.sluice.inference.model.ClassNames;
import io.sluice.inference.model.Preprocessing;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Scenes of the synthetic camera: for models that were trained for them, and as the last resort.
 *
 * @param count at least 1
 */
public record SceneSamples(int count) implements Samples {
    public SceneSamples {
        SampleBuffer.requireCount(count);
    }

    @Override
    public String identity(ClassNames names) {
        return count + " synthetic scenes";
    }

    @Override
    public List<SampleFrame> frames(Preprocessing preprocessing, ClassNames names, Consumer<String> problems) {
        try (SampleBuffer buffer = new SampleBuffer(count, preprocessing)) {
            for (ByteBuffer picture : ScenePictures.draw(count)) {
                buffer.add("a scene", OptionalInt.empty(), (decoder, slot) -> decoder.decode(picture, slot), problems);
            }
            return buffer.frames();
        }
    }
}
