package io.sluice.deploy.demo;

import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.stream.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The account of a demo: {@code offered = labelled + shed + rejected + handedBack + inFlight}, as inference counted them.
 *
 * @param offered frames that inference took from Kafka
 * @param labelled answered with labels
 * @param shed answered as given up
 * @param rejected answered as unreadable
 * @param handedBack taken, and left unanswered when the demo ended
 * @param inFlight taken, and neither answered nor left
 * @param waiting published by ingest, and not taken by inference when the demo ended
 * @param framesPerSecond answers per second, from the first to the last
 * @param ageMillis of labelled frames when their answer was published; null when none was labelled
 * @param readAgeMillis of labelled frames when a consumer of committed records had their answer; null when none was labelled
 * @param startUpSeconds from the start of the demo to its first answer; null when there was none
 * @param model name and hash of the weights
 * @param reducer spec of the token reducer
 * @param precision of the model
 * @param cameras each on its own
 */
public record DemoResult(
        long offered,
        long labelled,
        long shed,
        long rejected,
        long handedBack,
        long inFlight,
        long waiting,
        double framesPerSecond,
        AgePercentiles ageMillis,
        AgePercentiles readAgeMillis,
        Double startUpSeconds,
        String model,
        String reducer,
        String precision,
        List<CameraResult> cameras) {
    static DemoResult of(
            Ledger ledger,
            Answers.Overall read,
            OptionalDouble startUpSeconds,
            OperatingPoint point,
            List<CameraResult> cameras) {
        long published = cameras.stream().mapToLong(CameraResult::offered).sum();
        return new DemoResult(
                ledger.offered(),
                ledger.labelled(),
                ledger.shed(),
                ledger.rejected(),
                ledger.handedBack(),
                ledger.inFlight(),
                published - ledger.offered(),
                read.perSecond(),
                read.publishedAge().orElse(null),
                read.readAge().orElse(null),
                startUpSeconds.isPresent() ? startUpSeconds.getAsDouble() : null,
                point.model().toString(),
                point.reducer().toString(),
                point.precision().name(),
                cameras);
    }

    /** Frames that were published and have no answer. */
    public long unanswered() {
        return waiting + handedBack + inFlight;
    }

    /** What went wrong, a sentence each; empty when every camera held and every frame is accounted for, once and in order. */
    public List<String> problems() {
        List<String> found = new ArrayList<>();
        cameras.forEach(camera -> found.addAll(camera.problems()));
        long answered = labelled + shed + rejected;
        long read = cameras.stream()
                .mapToLong(camera -> camera.labelled() + camera.shed() + camera.rejected())
                .sum();
        if (read != answered) {
            found.add("Inference gave " + answered + " answers, but " + read + " were read from the labels topic.");
        }
        if (waiting < 0) {
            found.add("Inference took " + -waiting + " frames more than were published.");
        }
        return found;
    }
}
