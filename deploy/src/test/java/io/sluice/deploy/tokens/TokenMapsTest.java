package io.sluice.deploy.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sluice.deploy.modeling.DemoModel;
import io.sluice.deploy.modeling.ModelRequest;
import io.sluice.deploy.modeling.PictureRequest;
import io.sluice.deploy.modeling.PrecisionRequest;
import io.sluice.deploy.modeling.SmallCheckpoint;
import io.sluice.deploy.modeling.Weights;
import io.sluice.deploy.tokens.TracedFrame.Traced;
import io.sluice.deploy.tokens.TracedFrame.Untraced;
import io.sluice.inference.model.ModelId;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.PatchGroups;
import io.sluice.inference.model.PictureRegion;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.TokenMap;
import io.sluice.inference.vit.OperatingPoints;
import io.sluice.schemas.Frame;
import io.sluice.schemas.ImageEncoding;
import io.sluice.schemas.Quality;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Token maps of frames, on a small untrained model of 4 x 4 patches. */
final class TokenMapsTest {
    private static final int WIDTH = 64;
    private static final int HEIGHT = 32;

    @TempDir
    private Path directory;

    private ModelRequest request;
    private Weights weights;
    private TokenMaps maps;

    @BeforeEach
    void openCheckpoint() throws IOException {
        request = new ModelRequest(
                Optional.empty(), OptionalInt.empty(), PrecisionRequest.USUAL, PictureRequest.USUAL, Optional.empty());
        weights = Weights.in(request, SmallCheckpoint.write(directory.resolve("small.safetensors")));
        maps = new TokenMaps(List.of(weights));
    }

    @AfterEach
    void close() {
        maps.close();
    }

    @Test
    void aLosslessFrameHasOneMapWhateverItsEncoding() throws IOException {
        BufferedImage picture = noise();

        Traced png = traced(frame(ImageEncoding.PNG, file(picture, "png")), "ppt:r=4,blocks=1+2");
        Traced rgb = traced(frame(ImageEncoding.RGB24, rgb(picture)), "ppt:r=4,blocks=1+2");

        assertThat(png.tokens().stages()).extracting(PatchGroups::tokens).containsExactly(12, 8);
        assertThat(png.tokens().stages()).extracting(PatchGroups::block).containsExactly(1, 2);
        assertThat(png).isEqualTo(rgb);
        assertThat(png.labels()).hasSize(5);
    }

    @Test
    void theRegionIsTheSquareThatTheModelSees() throws IOException {
        Traced jpeg = traced(frame(ImageEncoding.JPEG, file(noise(), "jpg")), "evit:keep=0.5,blocks=1");

        PictureRegion region = jpeg.region();
        assertThat(region.width()).isCloseTo(region.height() / 2, within(1e-9));
        assertThat(region.left()).isCloseTo((1 - region.width()) / 2, within(1e-9));
        assertThat(region.top()).isCloseTo((1 - region.height()) / 2, within(1e-9));
    }

    @Test
    void aDenseModelKeepsEveryPatch() throws IOException {
        TokenMap map =
                traced(frame(ImageEncoding.PNG, file(noise(), "png")), "none").tokens();

        assertThat(map).isEqualTo(new TokenMap(4, 4, List.of()));
    }

    @Test
    void theModelThatComesWithSluiceIsTracedWhenItsFilesHaveGone() throws IOException {
        ModelId id = DemoModel.with(request, demo -> demo.checkpoint().id());
        Frame frame = frame(ImageEncoding.PNG, file(noise(), "png"));
        try (TokenMaps demo = DemoModel.with(request, model -> new TokenMaps(List.of(model)))) {
            Traced traced = (Traced) demo.trace(frame, quality(id.toString(), "topk:keep=0.5,blocks=1", "FLOAT32"));

            assertThat(traced.tokens().stages()).hasSize(1);
            assertThat(traced.labels().get(0).getName()).matches("[a-z -]+");
        }
    }

    @Test
    void aClosedOneSaysSo() throws IOException {
        Frame frame = frame(ImageEncoding.PNG, file(noise(), "png"));
        maps.close();

        assertThatThrownBy(() -> maps.trace(frame, quality(model(), "none", "FLOAT32")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatCannotBeTracedIsSaidInOneSentence() throws IOException {
        Frame frame = frame(ImageEncoding.PNG, file(noise(), "png"));
        Frame torn = frame(ImageEncoding.PNG, ByteBuffer.wrap(new byte[] {1, 2, 3}));

        assertThat(reason(maps.trace(frame, quality("other@0123456789ab", "none", "FLOAT32"))))
                .startsWith("The frame was labelled by other@0123456789ab, expected one of [small@");
        assertThat(reason(maps.trace(frame, quality(model(), "magic:r=3", "FLOAT32"))))
                .contains("Reducer 'magic:r=3' is not known");
        assertThat(reason(maps.trace(frame, quality(model(), "none", "INT8"))))
                .startsWith("There are no activation ranges");
        assertThat(reason(maps.trace(frame, quality(model(), "none", "INT4"))))
                .startsWith("The frame was labelled in precision 'INT4', expected one of [FLOAT32");
        assertThat(reason(maps.trace(torn, quality(model(), "none", "FLOAT32"))))
                .isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "none:",
                "none:a=b",
                "None",
                "évit:keep=0.5",
                "evit:keep=",
                "evit:keep=0.5,keep=0.5",
                "evit:keep=NaN,blocks=1",
                "evit:keep=Infinity,blocks=1",
                "evit:keep=0x1p-3,blocks=1",
                "evit:keep=0.5,blocks=4",
                "evit:keep=0.5,blocks=-1",
                "evit:keep=0.5,blocks=1+1",
                "evit:keep=0.5,blocks=+",
                "evit:keep=0.5,blocks=99999999999999999999",
                "tome:r=-1",
                "tome:r=2147483648",
                "tome:r=2,inflect=NaN",
                "tome:r=2,inflect=1e308",
                "ppt:r=4,threshold=NaN,blocks=1",
                "random:keep=0.5,seed=9e99,blocks=1",
                "evit:keep=0.5,blocks=1\u0000",
                "<script>alert(1)</script>"
            })
    void aTextThatIsNoReducerOfTheModelIsSaidToBeSo(String hostile) throws IOException {
        Frame frame = frame(ImageEncoding.PNG, file(noise(), "png"));

        assertThat(reason(maps.trace(frame, quality(model(), hostile, "FLOAT32"))))
                .endsWith(".")
                .isNotEqualTo("null.");
    }

    @Test
    void noneQuotesMoreThanAnybodyReads() throws IOException {
        Frame frame = frame(ImageEncoding.PNG, file(noise(), "png"));
        String endless = "a".repeat(1 << 20);

        assertThat(reason(maps.trace(frame, quality(model(), endless, "FLOAT32"))))
                .hasSizeLessThan(600);
        assertThat(reason(maps.trace(frame, quality(endless, "none", "FLOAT32"))))
                .hasSizeLessThan(600);
        assertThat(reason(maps.trace(frame, quality(model(), "none", endless)))).hasSizeLessThan(600);
        assertThat(reason(maps.trace(frame, quality(model(), "evit:keep=0.5,blocks=" + "1+".repeat(1 << 18), "INT8"))))
                .hasSizeLessThan(600);
    }

    @Test
    void whereTheLadderIsKnownNoLabelHasAnotherFamilyCompiled() throws IOException {
        Frame frame = frame(ImageEncoding.PNG, file(noise(), "png"));
        OperatingPoint point = OperatingPoints.of(
                weights.checkpoint().id(),
                weights.shape(),
                ReducerSpec.parse("evit:keep=0.5,blocks=1"),
                Precision.FLOAT32);
        try (TokenMaps ladder = new TokenMaps(List.of(weights), List.of(point))) {
            assertThat(ladder.trace(frame, quality(model(), "evit:keep=0.7,blocks=1", "FLOAT32")))
                    .isInstanceOf(Traced.class);
            assertThat(reason(ladder.trace(frame, quality(model(), "topk:keep=0.5,blocks=1", "FLOAT32"))))
                    .startsWith("The frame was labelled at topk:blocks=1,keep=0.5 in FLOAT32, expected a method");
            assertThat(reason(ladder.trace(frame, quality(model(), "evit:keep=0.5,blocks=1", "FLOAT16"))))
                    .contains("in FLOAT16");
        }
    }

    private static String reason(TracedFrame frame) {
        return ((Untraced) frame).reason();
    }

    private Traced traced(Frame frame, String reducer) {
        return (Traced) maps.trace(frame, quality(model(), reducer, "FLOAT32"));
    }

    private String model() {
        return weights.checkpoint().id().toString();
    }

    private static Quality quality(String model, String reducer, String precision) {
        return Quality.newBuilder()
                .setModel(model)
                .setReducer(reducer)
                .setPrecision(precision)
                .setTokens(17)
                .setTokensLeft(17)
                .setGmacs(1)
                .build();
    }

    private static Frame frame(ImageEncoding encoding, ByteBuffer image) {
        return Frame.newBuilder()
                .setCamera("north")
                .setSession("s")
                .setSequence(0)
                .setCapturedAt(Instant.EPOCH)
                .setWidth(WIDTH)
                .setHeight(HEIGHT)
                .setEncoding(encoding)
                .setImage(image)
                .build();
    }

    private static BufferedImage noise() {
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            picture.setRGB(i % WIDTH, i / WIDTH, random.nextInt(1 << 24));
        }
        return picture;
    }

    private static ByteBuffer file(BufferedImage picture, String format) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(picture, format, file);
        return ByteBuffer.wrap(file.toByteArray());
    }

    private static ByteBuffer rgb(BufferedImage picture) {
        ByteBuffer bytes = ByteBuffer.allocate(3 * WIDTH * HEIGHT);
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            int colour = picture.getRGB(i % WIDTH, i / WIDTH);
            bytes.put((byte) (colour >> 16)).put((byte) (colour >> 8)).put((byte) colour);
        }
        return bytes.flip();
    }
}
