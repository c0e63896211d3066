package io.sluice.deploy.web;

import io.sluice.inference.stream.InferenceService;

/** The health of inference: ready when the model is warm, which it is once there is a service, and partitions are assigned. */
public final class InferenceHealth {
    private InferenceHealth() {}

    /** As {@code service} says of itself. */
    public static Health.State of(InferenceService service) {
        return service.obstacle()
                .map(Health.State::notReady)
                .orElseGet(() -> Health.State.ready("Frames are being answered."));
    }
}
