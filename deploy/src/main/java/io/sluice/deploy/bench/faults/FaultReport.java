package io.sluice.deploy.bench.faults;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of a run.
 *
 * @param seed of the plan
 * @param replay the command that gives the same plan again
 * @param faults that happened
 * @param faultsByKind the same by what happened
 * @param leftOut kinds that are not possible here, each with the reason
 * @param frames committed on the frames topic
 * @param answers committed on the labels topic
 * @param answersByOutcome the same by outcome
 * @param violations how many promises were found broken
 * @param violated the first of them
 * @param processes started in all
 * @param refusedStarts of those that would not start while Kafka was away, and were started again
 * @param seconds from the first process to the last check
 */
public record FaultReport(
        long seed,
        String replay,
        int faults,
        Map<String, Integer> faultsByKind,
        List<String> leftOut,
        long frames,
        long answers,
        Map<String, Long> answersByOutcome,
        int violations,
        List<Violation> violated,
        int processes,
        int refusedStarts,
        double seconds) {
    /** Of so many violations the report says what they are. */
    static final int SHOWN = 50;

    public FaultReport {
        faultsByKind = ordered(faultsByKind);
        leftOut = List.copyOf(leftOut);
        answersByOutcome = ordered(answersByOutcome);
        violated = List.copyOf(violated);
    }

    /** So that the same report gives the same JSON. */
    private static <V> Map<String, V> ordered(Map<String, V> counts) {
        return Collections.unmodifiableMap(new TreeMap<>(counts));
    }
}
