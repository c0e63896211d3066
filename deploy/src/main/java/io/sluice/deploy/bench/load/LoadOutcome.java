package io.sluice.deploy.bench.load;

import io.sluice.deploy.bench.Spread;
import io.sluice.deploy.plot.Plot;
import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.OperatingPoint;
import java.util.List;
import java.util.Map;

/** What a bench of loads found, and its figures. */
public final class LoadOutcome {
    private final LoadResult result;
    private final LoadPlots plots;

    private LoadOutcome(LoadResult result, LoadPlots plots) {
        this.result = result;
        this.plots = plots;
    }

    /** What was the same for all policies. */
    record Setting(LoadModel model, Demand demand, Spread capacity, String judgedBy, double denseUnloaded) {
        List<LoadResult.Step> ladder() {
            return model.all().ladder().rungs().stream().map(Setting::step).toList();
        }

        /** Time per frame at a point of the ladder, in shares of the dense one; 1 of a point that is not on it. */
        double cost(Fate.Point point) {
            double dense = model.all().ladder().best().timePerFrame().toNanos();
            return model.all().ladder().rungs().stream()
                    .filter(rung -> Fate.Point.of(rung.point()).equals(point))
                    .mapToDouble(rung -> rung.timePerFrame().toNanos() / dense)
                    .findFirst()
                    .orElse(1);
        }

        private static LoadResult.Step step(CalibratedPoint rung) {
            OperatingPoint point = rung.point();
            return new LoadResult.Step(
                    point.model().name() + " " + point.reducer() + " " + point.precision(),
                    rung.timePerFrame().toNanos() / 1e6,
                    rung.fidelity().map(fidelity -> fidelity.quality()).orElse(1.0));
        }
    }

    /**
     * Of all runs.
     *
     * @param repetitions that were complete
     * @param frames of each policy's last run
     */
    static LoadOutcome of(
            LoadBenchSettings settings,
            Setting setting,
            int repetitions,
            List<PolicyResult> policies,
            Map<String, List<FrameFate>> frames,
            Percentiles late) {
        Demand demand = setting.demand();
        double offered = (double) policies.get(0).offered() / repetitions;
        LoadResult result = new LoadResult(
                demand.capacity(),
                setting.capacity(),
                settings.load().name(),
                offered / demand.seconds() / demand.capacity(),
                settings.deadline().toMillis(),
                demand.seconds(),
                settings.cameras(),
                settings.lanes(),
                repetitions,
                settings.seed(),
                setting.judgedBy(),
                setting.denseUnloaded(),
                late,
                setting.ladder(),
                policies);
        return new LoadOutcome(result, new LoadPlots(settings.deadline(), setting, frames));
    }

    /** The figures in numbers. */
    public LoadResult result() {
        return result;
    }

    /** Effective accuracy over offered load, a line for each policy, of its last run. */
    public Plot effectiveAccuracy() {
        return plots.effectiveAccuracy();
    }

    /** Offered load, quality and age over time: of {@code sluice}, or else of the first policy; of its last run. */
    public Plot timeLine() {
        return plots.timeLine();
    }
}
