package io.sluice.inference.engine;

import io.sluice.inference.model.OperatingPoint;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes engines ready before frames come, on every lane: on a GPU each operating point or size of batch that occurs for the first
 * time would hold up the frames that wait, TensorRT's for minutes.
 *
 * @param settings lanes, and sizes of batches
 * @param say told a sentence for each engine that TensorRT builds or loads
 */
public record EngineBuilds(CalibrationSettings settings, Consumer<String> say) {
    /** Runs all points at all sizes, where that is not done on the way. */
    public void make(EngineSet engines, List<OperatingPoint> points) {
        if (engines.provider().equals(Provider.CPU)) {
            return;
        }
        int all = points.size() * settings.batches().size();
        int number = 0;
        for (OperatingPoint point : points) {
            for (int batch : settings.batches()) {
                number++;
                make(engines.serving(point), point, batch, number + " of " + all);
            }
        }
    }

    private void make(Engine engine, OperatingPoint point, int batch, String number) {
        if (engine.provider() instanceof Provider.TensorRt) {
            String doing = engine.isBuilt(batch) ? "Loading" : "Building";
            say.accept(doing + " TensorRT engine " + number + ": " + point.reducer() + " " + point.precision()
                    + ", batches of " + batch + ".");
        }
        engine.warmUp(point, batch, settings.lanes());
    }
}
