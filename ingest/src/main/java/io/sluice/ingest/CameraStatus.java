package io.sluice.ingest;

import io.sluice.ingest.publish.FrameCounts;
import io.sluice.ingest.publish.FrameTimes;

/**
 * How a camera is.
 *
 * @param camera its id
 * @param uri without secrets
 * @param state in a word
 * @param message in a sentence; empty while there is nothing to say
 * @param frames what became of its frames
 * @param times what they took
 * @param undecodable frames of a video or stream that came damaged and were left out: never captured, in no other count
 * @param reconnects how often it was opened again
 * @param framesPerSecond taken from the source, over the last few seconds
 */
public record CameraStatus(
        String camera,
        String uri,
        CameraState state,
        String message,
        FrameCounts frames,
        FrameTimes times,
        long undecodable,
        long reconnects,
        double framesPerSecond) {}
