package io.sluice.deploy.evaluation;

import io.sluice.inference.model.OperatingPoint;
import java.util.List;
import java.util.function.Predicate;

/**
 * How right one operating point is. Percentages are 0 to 100, each with its 95 % Wilson interval.
 *
 * @param model name and hash of the weights
 * @param reducer spec of the reducer
 * @param precision of the matrix products, by its name
 * @param images that were answered
 * @param top1 percentage whose likeliest class is the right one
 * @param top1Interval the same
 * @param top5 percentage whose five likeliest classes hold the right one
 * @param top5Interval the same
 * @param agreement percentage whose likeliest class is the one that the dense model in FLOAT32 says
 * @param agreementInterval the same
 * @param divergence mean of KL(dense FLOAT32 || this) over the pictures, in nats
 * @param gmacs multiply-accumulates an image, in billions
 * @param lanes threads that ran pictures at the same time
 * @param imagesPerSecond of all lanes together by the median run of a picture, without decoding
 */
public record Fidelity(
        String model,
        String reducer,
        String precision,
        int images,
        double top1,
        Proportion top1Interval,
        double top5,
        Proportion top5Interval,
        double agreement,
        Proportion agreementInterval,
        double divergence,
        double gmacs,
        int lanes,
        double imagesPerSecond) {
    /** Sums up at least one score. */
    static Fidelity of(OperatingPoint point, int lanes, List<Outcome.Score> scores) {
        Proportion top1 = share(scores, Outcome.Score::top1);
        Proportion top5 = share(scores, Outcome.Score::top5);
        Proportion agreement = share(scores, Outcome.Score::agrees);
        return new Fidelity(
                point.model().toString(),
                point.reducer().toString(),
                point.precision().name(),
                scores.size(),
                top1.percent(),
                top1,
                top5.percent(),
                top5,
                agreement.percent(),
                agreement,
                scores.stream().mapToDouble(Outcome.Score::divergence).average().orElseThrow(),
                point.gmacs(),
                lanes,
                lanes * 1e9 / medianNanos(scores));
    }

    private static Proportion share(List<Outcome.Score> scores, Predicate<Outcome.Score> hit) {
        return Proportion.of((int) scores.stream().filter(hit).count(), scores.size());
    }

    private static long medianNanos(List<Outcome.Score> scores) {
        return scores.stream()
                .map(Outcome.Score::nanos)
                .sorted()
                .skip(scores.size() / 2)
                .findFirst()
                .orElseThrow();
    }
}
