package io.sluice.deploy.console;

import io.sluice.schemas.Decision;
import io.sluice.schemas.Load;

/**
 * One change of operating point, with what was known when it was decided; null for what was not.
 *
 * @param number of the decision as this console has read them, from 0
 * @param at in milliseconds since the epoch
 * @param batchBound most frames in a batch from then on
 * @param backlog frames that waited
 * @param inFlight frames that were being answered
 * @param slackMillis until the oldest frame would be too late
 * @param slowdown how many times longer batches took than calibration measured
 */
record DecisionView(
        long number,
        String instance,
        long at,
        PointKey from,
        PointKey to,
        int batchBound,
        String reason,
        boolean dryRun,
        double arrivalsPerSecond,
        long backlog,
        double oldestAgeMillis,
        long inFlight,
        Double serviceMillisPerFrame,
        Double slackMillis,
        Double slowdown) {
    static DecisionView of(long number, Decision decision) {
        Load load = decision.getLoad();
        return new DecisionView(
                number,
                Limits.text(decision.getInstance()),
                decision.getAt().toEpochMilli(),
                PointKey.of(decision.getFrom()),
                PointKey.of(decision.getTo()),
                decision.getBatchBound(),
                Limits.text(decision.getReason()),
                decision.getDryRun(),
                load.getArrivalsPerSecond(),
                load.getBacklog(),
                load.getOldestAgeMillis(),
                load.getInFlight(),
                load.getServiceMillisPerFrame(),
                load.getSlackMillis(),
                load.getSlowdown());
    }
}
