package io.sluice.ingest.publish;

/**
 * Frames that were taken from cameras and will not be published because of what Kafka, or its configuration, allows; they
 * count as failed.
 *
 * @param frames how many
 * @param reason of the last one, as a sentence; empty while there is none
 */
public record Refusals(long frames, String reason) {
    static final Refusals NONE = new Refusals(0, "");

    Refusals plus(String why) {
        return new Refusals(frames + 1, why);
    }
}
