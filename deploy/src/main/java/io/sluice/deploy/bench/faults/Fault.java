package io.sluice.deploy.bench.faults;

import java.time.Duration;
import java.util.Locale;

/**
 * One thing that goes wrong.
 *
 * @param number from 1, in the order of the plan
 * @param at when it begins, from the begin of the run
 * @param kind what happens
 * @param target which of the processes of its role, from 0; an outage befalls this one and the next
 * @param lasting until it is made good, or for a step of the clock until the next fault of the process
 * @param step of the wall clock, forwards or back; zero for other kinds
 */
public record Fault(int number, Duration at, FaultKind kind, int target, Duration lasting, Duration step) {
    Duration end() {
        return at.plus(lasting);
    }

    @Override
    public String toString() {
        String what = kind.stepsClock()
                ? String.format(Locale.ROOT, "by %+d s", step.toSeconds())
                : String.format(Locale.ROOT, "for %.1f s", lasting.toMillis() / 1e3);
        return kind.text() + " " + kind.role().text() + "-" + target + " " + what;
    }
}
