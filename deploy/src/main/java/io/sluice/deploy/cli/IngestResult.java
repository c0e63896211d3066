package io.sluice.deploy.cli;

import static java.util.stream.Collectors.joining;

import io.sluice.deploy.OperatorException;
import io.sluice.ingest.CameraStatus;
import io.sluice.ingest.publish.BrokerState;
import io.sluice.ingest.publish.BrokerStatus;
import io.sluice.ingest.publish.FrameCounts;
import io.sluice.ingest.publish.Refusals;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * What an ingest has done in all: {@code captured = published + shed + failed}.
 *
 * @param captured frames taken from all cameras
 * @param published frames that Kafka has acknowledged
 * @param shed frames given up because Kafka was slow
 * @param failed frames that could not be decoded, encoded or delivered
 * @param cameras each on its own
 */
record IngestResult(long captured, long published, long shed, long failed, List<OfCamera> cameras) {
    /**
     * The same of one camera; {@code message} says why it failed, {@code undecodable} how many frames of its video came
     * damaged and were left out before they were captured.
     */
    record OfCamera(
            String camera,
            String uri,
            String state,
            String message,
            long captured,
            long published,
            long shed,
            long failed,
            long undecodable,
            long reconnects) {
        static OfCamera of(CameraStatus status) {
            FrameCounts frames = status.frames();
            return new OfCamera(
                    status.camera(),
                    status.uri(),
                    status.state().name().toLowerCase(Locale.ROOT),
                    status.message(),
                    frames.captured(),
                    frames.published(),
                    frames.shed(),
                    frames.failed(),
                    status.undecodable(),
                    status.reconnects());
        }

        String text() {
            return String.format(
                    Locale.ROOT,
                    "%s %s: %d captured = %d published + %d shed + %d failed",
                    camera,
                    state,
                    captured,
                    published,
                    shed,
                    failed);
        }
    }

    static IngestResult of(List<CameraStatus> cameras) {
        return new IngestResult(
                sum(cameras, FrameCounts::captured),
                sum(cameras, FrameCounts::published),
                sum(cameras, FrameCounts::shed),
                sum(cameras, FrameCounts::failed),
                cameras.stream().map(OfCamera::of).toList());
    }

    private static long sum(List<CameraStatus> cameras, ToLongFunction<FrameCounts> count) {
        return cameras.stream().map(CameraStatus::frames).mapToLong(count).sum();
    }

    /** A line for each camera. */
    String text() {
        return cameras.stream().map(OfCamera::text).collect(joining("\n"));
    }

    /**
     * Fails where less was done than the operator asked for.
     *
     * @param broker how Kafka was at the end
     * @param refusals what it has turned down
     * @throws OperatorException if a camera has failed, or frames did not get to Kafka
     */
    void requireComplete(BrokerStatus broker, Refusals refusals) {
        List<OfCamera> failures = cameras.stream()
                .filter(camera -> camera.state().equals("failed"))
                .toList();
        if (!failures.isEmpty()) {
            throw new OperatorException(failures.stream()
                    .map(camera -> "Camera '" + camera.camera() + "' has failed: " + camera.message())
                    .collect(joining(" ")));
        }
        if (broker.state() == BrokerState.BROKEN) {
            throw new OperatorException(broker.message());
        }
        if (failed > 0 && broker.state() == BrokerState.UNREACHABLE) {
            throw unpublished(failed, broker.message());
        }
        if (refusals.frames() > 0) {
            throw unpublished(refusals.frames(), refusals.reason());
        }
        if (failed > 0 && broker.state() != BrokerState.CONNECTED) {
            throw unpublished(failed, broker.message());
        }
    }

    private OperatorException unpublished(long frames, String reason) {
        return new OperatorException("Frames could not be published: " + frames + " of " + captured + ". " + reason);
    }
}
