package io.sluice.inference.stream;

import io.sluice.inference.control.ControlLoop;
import io.sluice.inference.control.LiveFidelity;
import io.sluice.inference.metrics.ControlMeters;
import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.SampleFidelity;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Reads off what {@link ControlMeters} show. */
record ControlReadings(Serving serving, ConsumerLag lag) implements Supplier<ControlMeters.State> {

    @Override
    public ControlMeters.State get() {
        ControlLoop.Choice now = serving.current();
        Map<OperatingPoint, Double> live = serving.fidelity().stream()
                .collect(Collectors.toMap(LiveFidelity.Seen::point, LiveFidelity.Seen::agreement));
        return new ControlMeters.State(
                now.rung().point(),
                agreement(now.rung()),
                serving.provider(),
                now.batchBound(),
                serving.ladder().rungs().stream()
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
