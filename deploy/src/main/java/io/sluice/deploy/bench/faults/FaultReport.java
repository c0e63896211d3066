package io.sluice.deploy.bench.faults;

import java.util.List;
import java.util.Map;

/**
 * What came of a run.
 *
 * @param seed that gives the same plan again, with the same number of faults, kinds and processes
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
        faultsByKind = Map.copyOf(faultsByKind);
        leftOut = List.copyOf(leftOut);
        answersByOutcome = Map.copyOf(answersByOutcome);
        violated = List.copyOf(violated);
    }
}
