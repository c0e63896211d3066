package io.sluice.deploy.bench;

import io.sluice.deploy.topics.TopicLayout;
import io.sluice.deploy.topics.TopicSetup;
import io.sluice.ingest.CameraSpec;
import io.sluice.ingest.CaptureSettings;
import io.sluice.ingest.Ingest;
import io.sluice.ingest.IngestSettings;
import io.sluice.ingest.pacing.Pacing;
import io.sluice.ingest.publish.OverflowPolicy;
import io.sluice.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;

/** Frames that lie ready on the topic before a measurement begins: {@code framesPerCamera} of each of {@code cameras}. */
record StoredFrames(int cameras, long framesPerCamera) {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** How many in all. */
    long frames() {
        return cameras * framesPerCamera;
    }

    /** Makes the topics and stores the frames. */
    void store(Topics topics, Map<String, Object> kafka) throws InterruptedException {
        try (Admin admin = Admin.create(kafka)) {
            new TopicSetup(admin, topics).create(TopicLayout.DEFAULT);
        }
        try (Ingest ingest = new Ingest(new IngestSettings(topics, specs()), kafka)) {
            ingest.start();
            if (!ingest.awaitEnd(PATIENCE)) {
                throw new IllegalStateException("The frames for the bench were not stored within " + PATIENCE + ".");
            }
        }
    }

    /** The id of the camera at {@code index}, from 0. */
    static String camera(int index) {
        return "camera-" + index;
    }

    private List<CameraSpec> specs() {
        CaptureSettings capture = new CaptureSettings(
                Pacing.AS_FAST_AS_POSSIBLE,
                CaptureSettings.DEFAULT.fps(),
                CaptureSettings.DEFAULT.atEnd(),
                CaptureSettings.DEFAULT.shortSide(),
                CaptureSettings.DEFAULT.jpegQuality(),
                OverflowPolicy.BLOCK);
        return IntStream.range(0, cameras)
                .mapToObj(camera -> CameraSpec.of(
                        camera(camera), "synthetic:shapes?seed=" + camera + "&frames=" + framesPerCamera, capture))
                .toList();
    }
}
