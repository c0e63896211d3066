package io.sluice.deploy.demo;

import io.sluice.ingest.CameraStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The account of one camera: {@code captured = offered + shedByIngest + failed} and {@code offered = labelled + shed +
 * rejected + unanswered}.
 *
 * @param camera its id
 * @param uri where its pictures came from
 * @param state as it was at the end
 * @param message why it failed; empty unless it did
 * @param captured frames taken from it
 * @param shedByIngest given up because Kafka was slow
 * @param failed could not be decoded, encoded or delivered
 * @param offered published to Kafka
 * @param labelled answered with labels, as read from the labels topic; so are those that follow
 * @param shed answered as given up
 * @param rejected answered as unreadable
 * @param unanswered published, and without an answer
 * @param lost unanswered although later frames have answers, beyond what ingest gave up or failed: nothing will answer them
 * @param duplicates answers to frames that had been answered before
 * @param outOfOrder answers that came after the answer to a later frame
 * @param accuracy of the labels; null where nobody knows the truth
 */
public record CameraResult(
        String camera,
        String uri,
        String state,
        String message,
        long captured,
        long shedByIngest,
        long failed,
        long offered,
        long labelled,
        long shed,
        long rejected,
        long unanswered,
        long lost,
        long duplicates,
        long outOfOrder,
        Accuracy accuracy) {
    static CameraResult of(CameraStatus status, CameraAnswers read) {
        return new CameraResult(
                status.camera(),
                status.uri(),
                status.state().name().toLowerCase(Locale.ROOT),
                status.message(),
                status.frames().captured(),
                status.frames().shed(),
                status.frames().failed(),
                status.frames().published(),
                read.labelled(),
                read.shed(),
                read.rejected(),
                status.frames().published() - read.all() + read.duplicates(),
                Math.max(
                        0,
                        read.gaps() - status.frames().shed() - status.frames().failed()),
                read.duplicates(),
                read.outOfOrder(),
                read.accuracy().orElse(null));
    }

    /** Whether each frame was answered once at most, in the order of the frames. */
    boolean ordered() {
        return duplicates == 0 && outOfOrder == 0;
    }

    /** Whether every published frame was answered, once, in the order of the frames. */
    boolean complete() {
        return ordered() && unanswered == 0 && lost == 0;
    }

    /** What went wrong, a sentence each. */
    List<String> problems() {
        List<String> found = new ArrayList<>();
        if (!message.isEmpty() && state.equals("failed")) {
            found.add("Camera '" + camera + "' has failed: " + message);
        }
        if (captured != offered + shedByIngest + failed) {
            found.add("Camera '" + camera + "': " + captured + " frames were captured, but " + offered
                    + " were published, " + shedByIngest + " shed and " + failed + " failed.");
        }
        if (unanswered < 0 || duplicates > 0) {
            found.add("Camera '" + camera + "': " + duplicates + " frames were answered twice, and "
                    + Math.max(0, -unanswered) + " were never published.");
        }
        if (lost > 0) {
            found.add(
                    "Camera '" + camera + "': " + lost + " frames were lost: later ones have answers, they have none.");
        }
        if (outOfOrder > 0) {
            found.add("Camera '" + camera + "': " + outOfOrder + " answers came out of order.");
        }
        return found;
    }
}
