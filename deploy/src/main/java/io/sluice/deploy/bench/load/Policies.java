package io.sluice.deploy.bench.load;

import io.sluice.inference.control.CameraPolicies;
import io.sluice.inference.control.CameraPolicy;
import io.sluice.inference.control.Freshness;
import io.sluice.inference.control.LoadController;
import io.sluice.inference.control.Steering;
import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.Ladder;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Puts the policies together with equal effort: all run on the same lanes with the same deadline, and each fixed point in
 * batches of the size that suits it.
 *
 * @param model its points
 * @param adaptive what chooses among several points
 * @param deadline of every camera
 * @param maxBatch largest batch of the policies that adapt it
 */
record Policies(LoadModel model, LoadController adaptive, Duration deadline, int maxBatch) {
    Policy of(PolicyKind kind) {
        return new Policy(kind, contenders(kind));
    }

    private List<Contender> contenders(PolicyKind kind) {
        return switch (kind) {
            case SLUICE -> List.of(adapting(kind, model.all(), adaptive));
            case MODEL_SWITCH -> List.of(adapting(kind, wholeModels(), adaptive));
            case BATCH_AIMD -> List.of(adapting(kind, denseOnly(), new BatchAimd()));
            case DENSE_QUEUE -> List.of(fixed(kind.text(), ladder().best(), new Freshness.All()));
            case DENSE_LATEST -> List.of(fixed(kind.text(), ladder().best(), new Freshness.Newest()));
            case DENSE_DEADLINE -> List.of(rung(0));
            case FIXED_FASTEST -> List.of(rung(ladder().rungs().size() - 1));
            case FIXED_BEST ->
                IntStream.range(0, ladder().rungs().size()).mapToObj(this::rung).toList();
        };
    }

    private Ladder ladder() {
        return model.all().ladder();
    }

    private LoadModel.Points denseOnly() {
        return new LoadModel.Points(model.all().engines(), new Ladder(List.of(ladder().best())));
    }

    private LoadModel.Points wholeModels() {
        return model.wholeModels()
                .orElseThrow(() -> new IllegalStateException("Expected points of whole models for this policy."));
    }

    /** What is dense or fastest runs once for every policy that needs it. */
    private Contender rung(int rung) {
        CalibratedPoint point = ladder().rungs().get(rung);
        return fixed(rungId(rung, point), point, latest());
    }

    private String rungId(int rung, CalibratedPoint point) {
        if (rung == 0) {
            return PolicyKind.DENSE_DEADLINE.text();
        }
        return rung == ladder().rungs().size() - 1
                ? PolicyKind.FIXED_FASTEST.text()
                : "fixed-" + model(point) + point.point().reducer() + "-"
                        + point.point().precision().name().toLowerCase(Locale.ROOT);
    }

    /** Said only where there are two: the same reducer may be on the ladder of each. */
    private String model(CalibratedPoint point) {
        long models = ladder().rungs().stream()
                .map(rung -> rung.point().model())
                .distinct()
                .count();
        return models == 1 ? "" : point.point().model() + "-";
    }

    private Contender adapting(PolicyKind kind, LoadModel.Points points, LoadController controller) {
        double doubleChecked = kind == PolicyKind.SLUICE ? Steering.DEFAULT_DOUBLE_CHECK_SHARE : 0;
        return new Contender(
                kind.text(),
                points.engines(),
                new Steering(points.ladder(), controller, Optional.empty(), cameras(latest()), doubleChecked),
                maxBatch);
    }

    private Contender fixed(String id, CalibratedPoint point, Freshness freshness) {
        return new Contender(
                id,
                model.all().engines(),
                Steering.fixed(point, cameras(freshness)),
                new FixedBatch(point.service(), deadline).frames());
    }

    private Freshness latest() {
        return new Freshness.Latest(deadline);
    }

    private CameraPolicies cameras(Freshness freshness) {
        return CameraPolicies.of(new CameraPolicy(freshness, deadline, 1));
    }
}
