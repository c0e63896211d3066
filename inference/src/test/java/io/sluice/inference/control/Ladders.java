package io.sluice.inference.control;

import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.Ladder;
import io.sluice.inference.model.ModelId;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.SampleFidelity;
import io.sluice.inference.model.ServiceTimes;
import io.sluice.inference.model.TokenSchedule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Ladders of made-up points. */
final class Ladders {
    private Ladders() {}

    /** Like DeiT-Tiny's in FLOAT32 and INT8 on two lanes that serve 70 dense frames per second together. */
    static Ladder likeDeitTiny() {
        return of(new double[] {28.6, 17.9, 16.4, 13.8, 12.7, 10.3}, new double[] {1, 0.97, 0.96, 0.945, 0.91, 0.77});
    }

    /**
     * A ladder.
     *
     * @param millis service time of one frame, falling
     * @param agreement of each point
     */
    static Ladder of(double[] millis, double[] agreement) {
        return new Ladder(IntStream.range(0, millis.length)
                .mapToObj(i -> rung(i, millis[i], agreement[i]))
                .toList());
    }

    static CalibratedPoint rung(int number, double millis, double agreement) {
        OperatingPoint point = new OperatingPoint(
                new ModelId("tiny", "ab".repeat(32)),
                number == 0 ? ReducerSpec.NONE : ReducerSpec.parse("ppt:r=" + number),
                Precision.FLOAT32,
                new TokenSchedule(197, List.of(197), List.of(197 - number), List.of(number)),
                1000 - number);
        return new CalibratedPoint(
                point,
                ServiceTimes.perFrame(Duration.ofNanos((long) (millis * 1e6))),
                Optional.of(new SampleFidelity(agreement, 1 - agreement, OptionalDouble.empty(), 100)));
    }
}
