package io.sluice.inference.stream;

import io.sluice.inference.image.FrameSlot;
import java.time.Instant;

/**
 * A decoded frame that waits for its batch.
 *
 * @param slot its pixels; lent to this task until it is answered
 * @param capturedAt when ingest took it
 */
record FrameTask(FrameSlot slot, Instant capturedAt) {}
