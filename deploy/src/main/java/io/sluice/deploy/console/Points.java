package io.sluice.deploy.console;

import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.Ladder;
import io.sluice.schemas.PointFidelity;
import io.sluice.schemas.Quality;
import io.sluice.schemas.ThroughputReport;
import java.util.List;
import java.util.function.UnaryOperator;

/** The operating points: those of the ladder where it is known, and those that records speak of. For one thread. */
final class Points {
    private final Recent<PointKey, PointView> points = new Recent<>(Limits.POINTS);

    /** Takes up what the process that serves the page has calibrated. */
    void accept(ServedModel model) {
        List<CalibratedPoint> rungs = model.ladder().map(Ladder::rungs).orElse(List.of());
        for (int place = 0; place < rungs.size(); place++) {
            PointView view = PointView.of(rungs.get(place), place, model.lanes());
            points.put(
                    view.point(), points.get(view.point()).map(view::withLiveOf).orElse(view));
        }
    }

    void accept(Quality quality) {
        update(PointKey.of(quality), point -> point.with(quality));
    }

    void accept(ThroughputReport report) {
        List<PointFidelity> live = report.getLiveFidelity();
        if (live != null) {
            live.stream()
                    .limit(Limits.POINTS)
                    .forEach(found -> update(SampleView.key(found), point -> point.with(found)));
        }
    }

    private void update(PointKey key, UnaryOperator<PointView> change) {
        PointView before = points.get(key).orElseGet(() -> PointView.unknown(key));
        PointView after = change.apply(before);
        if (!after.equals(before)) {
            points.put(key, after);
        }
    }

    List<PointView> all() {
        return points.all();
    }

    List<PointView> takeChanged() {
        return points.takeChanged();
    }
}
