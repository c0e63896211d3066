package io.sluice.deploy.cli;

import io.sluice.deploy.OperatorException;
import io.sluice.deploy.calibration.CalibrationView;
import io.sluice.inference.model.OperatingPoint;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Tells of a calibration in lines, one every two seconds; ends it when the operator asks for the end. */
final class CalibrationLines implements CalibrationView {
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final Consumer<String> lines;
    private final StopSignal stop;
    private final LongSupplier nanos;
    private long toldNanos;

    /** @param nanos a clock of nanoseconds from any origin */
    CalibrationLines(Consumer<String> lines, StopSignal stop, LongSupplier nanos) {
        this.lines = lines;
        this.stop = stop;
        this.nanos = nanos;
        this.toldNanos = nanos.getAsLong();
    }

    @Override
    public void at(Step step, OperatingPoint point, int number, int of) {
        if (stop.requested()) {
            throw new OperatorException("The calibration was ended before it was complete.");
        }
        long now = nanos.getAsLong();
        if (now - toldNanos >= EVERY.toNanos()) {
            toldNanos = now;
            say(what(step) + " operating points, " + number + " of " + of + ": " + point.reducer() + " "
                    + point.precision() + ".");
        }
    }

    private static String what(Step step) {
        return switch (step) {
            case SERVICE_TIME -> "Timing";
            case FIDELITY -> "Comparing";
        };
    }

    @Override
    public void say(String sentence) {
        lines.accept(sentence);
    }
}
