package io.sluice.deploy.web;

import io.sluice.inference.metrics.IngestMeters;
import io.sluice.ingest.CameraState;
import io.sluice.ingest.CameraStatus;
import io.sluice.ingest.Ingest;
import io.sluice.ingest.publish.BrokerState;
import io.sluice.ingest.publish.FrameCounts;
import java.util.function.Supplier;

/** Reads off ingest what its meters show. */
public record IngestReadings(Ingest ingest) implements Supplier<IngestMeters.State> {
    private static final double NANOS = 1e9;

    @Override
    public IngestMeters.State get() {
        BrokerState broker = ingest.broker().state();
        return new IngestMeters.State(
                broker == BrokerState.CONNECTED || broker == BrokerState.REFUSING,
                ingest.status().stream().map(IngestReadings::camera).toList());
    }

    private static IngestMeters.Camera camera(CameraStatus status) {
        FrameCounts frames = status.frames();
        return new IngestMeters.Camera(
                status.camera(),
                status.state() == CameraState.RUNNING,
                status.state() == CameraState.ENDED,
                frames.captured(),
                frames.published(),
                frames.shed(),
                frames.failed(),
                status.undecodable(),
                status.reconnects(),
                status.times().encodeNanos() / NANOS,
                status.times().acknowledgeNanos() / NANOS);
    }
}
