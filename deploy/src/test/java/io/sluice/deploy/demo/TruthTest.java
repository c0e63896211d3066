package io.sluice.deploy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.inference.model.ClassNames;
import io.sluice.ingest.CameraSpec;
import io.sluice.ingest.CaptureSettings;
import io.sluice.ingest.source.SyntheticScene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of which frames the demo knows what they show. */
final class TruthTest {
    private static final List<String> SHAPES = SyntheticScene.classNames();

    @TempDir
    private Path directory;

    private ClassNames names;

    @BeforeEach
    void nameTheClassesOfTheModel() throws IOException {
        Path file = Files.write(directory.resolve("names.txt"), SHAPES);
        names = ClassNames.read(file, SHAPES.size());
    }

    @Test
    void aDrawnFrameShowsWhatItsSceneSaysOnBothSidesOfACut() {
        Truth truth = Truth.about(camera("synthetic:shapes?seed=7"), names);
        SyntheticScene scene = new SyntheticScene(7, SyntheticScene.DEFAULT_WIDTH, SyntheticScene.DEFAULT_HEIGHT);

        for (long sequence : List.of(0L, 44L, 45L, 46L, 89L, 90L, 1000L)) {
            assertThat(truth.of(sequence)).contains(SHAPES.get(scene.truth(sequence)));
        }
    }

    @Test
    void aSceneThatEndsBeginsAgain() {
        Truth truth = Truth.about(camera("synthetic:shapes?seed=7&frames=100"), names);

        assertThat(truth.of(100)).isEqualTo(truth.of(0));
        assertThat(truth.of(290)).isEqualTo(truth.of(90));
    }

    @Test
    void nobodyKnowsWhatARealCameraShows() {
        assertThat(Truth.about(camera("rtsp://gate.example/stream"), names)).isSameAs(Truth.UNKNOWN);
    }

    @Test
    void framesOfAResampledSceneAreNotNumberedAsTheSceneNumbersThem() {
        CaptureSettings usual = CaptureSettings.DEFAULT;
        CaptureSettings sampled = new CaptureSettings(
                usual.pacing(),
                OptionalDouble.of(5),
                usual.atEnd(),
                usual.shortSide(),
                usual.jpegQuality(),
                usual.overflow());

        assertThat(Truth.about(CameraSpec.of("road", "synthetic:shapes", sampled), names))
                .isSameAs(Truth.UNKNOWN);
    }

    @Test
    void aModelWithOtherClassesCannotBeRight() {
        assertThat(Truth.about(camera("synthetic:shapes"), ClassNames.numbered(1000)))
                .isSameAs(Truth.UNKNOWN);
    }

    private static CameraSpec camera(String uri) {
        return CameraSpec.of("road", uri, CaptureSettings.DEFAULT);
    }
}
