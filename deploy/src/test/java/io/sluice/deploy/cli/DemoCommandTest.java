package io.sluice.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.deploy.SmallCheckpoint;
import io.sluice.deploy.SmallVideo;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as its user runs it, with a real broker, a real video and a real, small model. */
final class DemoCommandTest {
    private static final int FRAMES = 30;

    @TempDir
    private static Path directory;

    private static Path weights;
    private static Path video;

    @BeforeAll
    static void prepare() throws Exception {
        weights = SmallCheckpoint.write(directory.resolve("small.safetensors"));
        video = SmallVideo.write(directory.resolve("small.mjpg"), FRAMES);
    }

    @Test
    void everyFrameOfEveryCameraIsAccountedForAndAModelWithOtherClassesIsNotJudged() throws Exception {
        Run.Result run = Run.of(
                "demo",
                "--duration=3s",
                "--json",
                "--weights=" + weights,
                "--reducer=evit:keep=0.7,blocks=1",
                "--camera=video=" + video,
                "--camera=drawn=synthetic:shapes?seed=3&fps=20&size=64x64");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out().lines()).hasSize(1);
        JsonNode account = new ObjectMapper().readTree(run.out());
        assertThat(count(account, "offered"))
                .isPositive()
                .isEqualTo(count(account, "labelled") + count(account, "shed") + count(account, "rejected"));
        assertThat(count(account, "inFlight")).isZero();
        assertThat(count(account, "taken")).isEqualTo(count(account, "offered"));
        assertThat(account.get("framesPerSecond").asDouble()).isPositive();
        assertThat(account.get("ageMillis").get("p50").asDouble())
                .isPositive()
                .isLessThanOrEqualTo(account.get("ageMillis").get("p99").asDouble());
        assertThat(account.get("reducer").asText()).isEqualTo("evit:blocks=1,keep=0.7");
        assertThat(account.get("cameras")).hasSize(2).allSatisfy(DemoCommandTest::addsUp);
        assertThat(account.get("accuracy").isNull())
                .as("the model has other classes")
                .isTrue();
    }

    private static void addsUp(JsonNode camera) {
        assertThat(count(camera, "captured")).isPositive().isEqualTo(count(camera, "offered"));
        assertThat(count(camera, "labelled")).isEqualTo(count(camera, "offered"));
        assertThat(count(camera, "lost") + count(camera, "duplicates") + count(camera, "outOfOrder"))
                .isZero();
        assertThat(camera.get("state").asText()).isEqualTo("stopped");
    }

    @Test
    void aVideoPlayedOnceEndsTheDemo() throws Exception {
        Run.Result run = Run.of("demo", "--once", "--weights=" + weights, "--camera=belt=" + video);

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("belt: 30 captured = 30 published + 0 shed + 0 failed")
                .contains("30 published = 30 labelled + 0 shed + 0 rejected + 0 unanswered; each once, in order")
                .contains("All cameras: 30 offered = 30 labelled + 0 shed + 0 rejected + 0 in flight");
    }

    @Test
    void theDemoEndsInOrderWhenAskedTo() throws Exception {
        LineQueue out = new LineQueue();
        Run run = Run.start(out, "demo", "--json", "--weights=" + weights);

        while (!run.err().contains("frames/s")) {
            assertThat(run.ended()).as(run.err()).isFalse();
            out.poll();
        }
        run.stop();

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(new ObjectMapper().readTree(out.next()).get("cameras")).hasSize(3);
    }

    @Test
    void withoutWeightsTheDemoNamesWhatIsDrawnAndCountsHowOftenItIsRight() throws Exception {
        Run.Result run = Run.of(
                "demo",
                "--duration=3s",
                "--json",
                "--camera=drawn=synthetic:shapes?seed=5&fps=40",
                "--camera=video=" + video);

        assertThat(run.status()).as(run.err()).isZero();
        JsonNode account = new ObjectMapper().readTree(run.out());
        JsonNode drawn = account.get("cameras").get(0);
        JsonNode accuracy = drawn.get("accuracy");
        assertThat(count(accuracy, "frames")).isPositive().isEqualTo(count(drawn, "labelled"));
        assertThat(accuracy.get("top1Percent").asDouble())
                .isGreaterThan(60)
                .isCloseTo(100.0 * count(accuracy, "right") / count(accuracy, "frames"), within(0.1));
        assertThat(account.get("cameras").get(1).get("accuracy").isNull()).isTrue();
        assertThat(account.get("accuracy")).isEqualTo(accuracy);
        assertThat(count(account.get("intervals"), "started"))
                .isPositive()
                .isGreaterThanOrEqualTo(count(account.get("intervals"), "ended"));
    }

    @Test
    void aCameraThatCannotBeOpenedIsNamedAndNothingRuns() throws Exception {
        Path text = Files.writeString(directory.resolve("text.mp4"), "not a video");

        Run.Result run = Run.of("demo", "--weights=" + weights, "--camera=belt=" + video, "--camera=bad=" + text);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("Camera 'bad' cannot be opened: " + text + " is not a video");
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Run.Result run = Run.of("demo", "--weights=" + weights, "--port=" + taken.getLocalPort());

            assertThat(run.err())
                    .endsWith("The broker cannot listen on 127.0.0.1:" + taken.getLocalPort()
                            + ": Address already in use.\n");
            assertThat(run.status()).isEqualTo(1);
        }
    }

    private static long count(JsonNode account, String name) {
        return account.get(name).asLong();
    }
}
