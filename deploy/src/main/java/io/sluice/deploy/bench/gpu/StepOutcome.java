package io.sluice.deploy.bench.gpu;

import java.util.List;

/**
 * How a step of the check ended: the file NAME.step, one line of outcome, seconds and reason with tabs between them.
 *
 * @param name of the step, such as {@code bench-cuda-deit-small-128}
 * @param outcome passed, failed, out of time or not run
 * @param seconds that it took
 * @param reason a sentence; empty where it passed
 */
public record StepOutcome(String name, String outcome, long seconds, String reason) {
    static final String PASSED = "passed";

    private static final String NOT_RUN = "not run";

    static StepOutcome parse(String name, String line) {
        List<String> fields = List.of(line.strip().split("\t", -1));
        if (fields.size() < 2 || !fields.get(1).matches("\\d{1,9}")) {
            throw new IllegalArgumentException(
                    "expected outcome, seconds and reason with tabs between them, found '" + line.strip() + "'");
        }
        return new StepOutcome(
                name, fields.get(0), Long.parseLong(fields.get(1)), fields.size() > 2 ? fields.get(2) : "");
    }

    /** Whether no time was left for it. */
    public boolean notRun() {
        return outcome.equals(NOT_RUN);
    }

    boolean passed() {
        return outcome.equals(PASSED);
    }
}
