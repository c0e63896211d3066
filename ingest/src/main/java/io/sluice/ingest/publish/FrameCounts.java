package io.sluice.ingest.publish;

/**
 * What became of a camera's frames: {@code captured = published + shed + failed + inFlight}.
 *
 * @param captured taken from the source
 * @param published acknowledged by Kafka
 * @param shed given up by {@link OverflowPolicy#SHED_OLDEST}
 * @param failed could not be encoded or delivered, or is an image file that could not be decoded; a damaged frame of a
 *     video is never captured, and not counted here
 */
public record FrameCounts(long captured, long published, long shed, long failed) {
    /** Captured, and none of the others yet. */
    public long inFlight() {
        return captured - published - shed - failed;
    }
}
