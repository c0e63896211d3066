package io.sluice.deploy.demo;

import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.stream.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * The account of a demo: {@code offered = labelled + shed + rejected + inFlight}, where ingest counted what was
 * offered, and inference the answers.
 *
 * @param offered frames published to Kafka, and so offered to inference; as of each camera
 * @param labelled answered with labels
 * @param shed answered as given up
 * @param rejected answered as unreadable
 * @param inFlight without an answer when the demo ended, whether inference had taken them or not
 * @param taken frames that inference took from Kafka; a frame it left and took again counts twice
 * @param framesPerSecond answers per second, from the first to the last
 * @param ageMillis of labelled frames when their answer was published; null when none was labelled
 * @param readAgeMillis of labelled frames when a consumer of committed records had their answer; null when none was labelled
 * @param startUpSeconds from the start of the demo to its first answer; null when there was none
 * @param model name and hash of the weights of the most faithful point
 * @param reducer spec of its token reducer
 * @param precision of that
 * @param points where frames were labelled, the most frequent first
 * @param accuracy of the labels of all cameras whose truth is known; null where none is
 * @param intervals in which cameras showed something, as read from the events topic
 * @param cameras each on its own
 */
public record DemoResult(
        long offered,
        long labelled,
        long shed,
        long rejected,
        long inFlight,
        long taken,
        double framesPerSecond,
        AgePercentiles ageMillis,
        AgePercentiles readAgeMillis,
        Double startUpSeconds,
        String model,
        String reducer,
        String precision,
        List<PointShare> points,
        Accuracy accuracy,
        IntervalCounts intervals,
        List<CameraResult> cameras) {
    static DemoResult of(
            Ledger ledger,
            Answers.Overall read,
            OptionalDouble startUpSeconds,
            OperatingPoint point,
            IntervalCounts intervals,
            List<CameraResult> cameras) {
        long published = cameras.stream().mapToLong(CameraResult::offered).sum();
        return new DemoResult(
                published,
                ledger.labelled(),
                ledger.shed(),
                ledger.rejected(),
                published - ledger.answered(),
                ledger.offered(),
                read.perSecond(),
                read.publishedAge().orElse(null),
                read.readAge().orElse(null),
                startUpSeconds.isPresent() ? startUpSeconds.getAsDouble() : null,
                point.model().toString(),
                point.reducer().toString(),
                point.precision().name(),
                read.points(),
                Accuracy.sum(cameras.stream()
                                .map(CameraResult::accuracy)
                                .filter(Objects::nonNull)
                                .toList())
                        .orElse(null),
                intervals,
                cameras);
    }

    /** What went wrong, a sentence each; empty when every camera held and no frame was lost, answered twice or out of order. */
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
        if (inFlight < 0) {
            found.add("Inference gave " + -inFlight + " answers more than frames were published.");
        }
        return found;
    }
}
