package io.sluice.deploy.web;

import io.sluice.ingest.Ingest;

/** The health of ingest: ready when Kafka answers. Its cameras have meters of their own; one that is away is no reason to end. */
public final class IngestHealth {
    private IngestHealth() {}

    /** As {@code ingest} stands with Kafka. */
    public static Health.State of(Ingest ingest) {
        return switch (ingest.broker().state()) {
            case CONNECTED -> Health.State.ready("Frames are being published.");
            case REFUSING -> Health.State.ready("Kafka answers, and turns frames down.");
            case CONNECTING -> Health.State.notReady("Kafka has not answered yet.");
            case UNREACHABLE -> Health.State.notReady("Kafka does not answer.");
            case BROKEN -> Health.State.notReady("Nothing is published any more.");
        };
    }
}
