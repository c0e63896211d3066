package io.sluice.deploy.console;

import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.Label;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.Quality;
import io.sluice.schemas.RecordPosition;
import io.sluice.schemas.Timings;
import java.time.Instant;
import java.util.List;

/** Answers as inference publishes them. */
final class Answers {
    private Answers() {}

    /** One that says that the frame at {@code offset} shows a circle. */
    static FrameLabels labelled(String camera, String topic, int partition, long offset) {
        return labelled(camera, topic, partition, offset, Instant.now().minusMillis(40));
    }

    /** As {@link #labelled(String, String, int, long)}, of a frame that was captured at {@code captured}. */
    static FrameLabels labelled(String camera, String topic, int partition, long offset, Instant captured) {
        return answer(camera, new RecordPosition(topic, partition, offset), captured)
                .setOutcome(Outcome.LABELLED)
                .setLabels(List.of(new Label(0, "circle", 0.9f), new Label(1, "square", 0.1f)))
                .setQuality(Quality.newBuilder()
                        .setModel("shapes@0123456789ab")
                        .setReducer("evit:keep=0.7")
                        .setPrecision("FLOAT32")
                        .setTokens(145)
                        .setTokensLeft(50)
                        .setGmacs(0.067)
                        .setFidelity(0.95)
                        .build())
                .setBatchSize(1)
                .setProvider("CPU")
                .build();
    }

    /** One that says that the frame at {@code offset} has no labels. */
    static FrameLabels without(Outcome outcome, String camera, String topic, int partition, long offset) {
        return answer(camera, new RecordPosition(topic, partition, offset), Instant.now())
                .setOutcome(outcome)
                .setReason("for a reason")
                .setLabels(List.of())
                .build();
    }

    private static FrameLabels.Builder answer(String camera, RecordPosition frame, Instant captured) {
        Instant now = Instant.now();
        return FrameLabels.newBuilder()
                .setCamera(camera)
                .setSession("s1")
                .setSequence(frame.getOffset())
                .setSource(frame)
                .setTimings(Timings.newBuilder()
                        .setCaptured(captured)
                        .setReceived(now.minusMillis(30))
                        .setBatched(now.minusMillis(20))
                        .setInferred(now.minusMillis(10))
                        .setPublished(now)
                        .build());
    }
}
