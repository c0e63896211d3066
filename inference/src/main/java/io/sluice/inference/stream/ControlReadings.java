package io.sluice.inference.stream;

import io.sluice.inference.control.ControlLoop;
import io.sluice.inference.control.LiveFidelity;
import io.sluice.inference.metrics.ControlMeters;
import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.Ladder;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.SampleFidelity;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Reads off what {@link ControlMeters} show.
 *
 * @param ladder as calibration found it
 * @param provider that runs the models
 */
record ControlReadings(ControlLoop control, Ladder ladder, LiveFidelity fidelity, String provider, ConsumerLag lag)
        implements Supplier<ControlMeters.State> {

    @Override
    public ControlMeters.State get() {
        ControlLoop.Choice now = control.current();
        Map<OperatingPoint, Double> live = fidelity.seen().stream()
                .collect(Collectors.toMap(LiveFidelity.Seen::point, LiveFidelity.Seen::agreement));
        return new ControlMeters.State(
                now.rung().point(),
                agreement(now.rung()),
                provider,
                now.batchBound(),
                ladder.rungs().stream()
                        .map(rung ->
                                new ControlMeters.Rung(rung.point(), agreement(rung), optional(live.get(rung.point()))))
                        .toList(),
                lag.total());
    }

    private static OptionalDouble agreement(CalibratedPoint rung) {
        return optional(rung.fidelity().map(SampleFidelity::agreement).orElse(null));
    }

    private static OptionalDouble optional(Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
