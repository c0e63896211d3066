package io.sluice.deploy.console;

import io.sluice.schemas.PointFidelity;
import io.sluice.schemas.ThroughputReport;
import java.util.List;

/**
 * One throughput report; null for what is not known.
 *
 * @param at in milliseconds since the epoch
 * @param offered frames a second; likewise the next three
 * @param ageP50 of answers, from capture to publication, in milliseconds; likewise {@code ageP99}
 * @param batchSize frames that were run together, on average
 * @param gmacs multiply-accumulates a frame, in billions
 * @param fidelity of the operating point, 0 to 1: live, where that was measured
 * @param lag frames that wait on the topic
 * @param inFlight frames that wait in the process, or are being run
 */
record SampleView(
        String instance,
        long at,
        double offered,
        double answered,
        double shed,
        double rejected,
        Double ageP50,
        Double ageP99,
        Double batchSize,
        Double gmacs,
        Double fidelity,
        Long lag,
        long inFlight,
        PointKey point) {
    static SampleView of(ThroughputReport report) {
        double seconds = Math.max(1, report.getIntervalMillis()) / 1e3;
        PointKey point = new PointKey(report.getModel(), report.getReducer(), report.getPrecision());
        var age = report.getAgeMillis();
        return new SampleView(
                report.getInstance(),
                report.getAt().toEpochMilli(),
                report.getInterval().getOffered() / seconds,
                report.getFramesPerSecond(),
                report.getInterval().getShed() / seconds,
                report.getInterval().getRejected() / seconds,
                age == null ? null : age.getP50(),
                age == null ? null : age.getP99(),
                report.getBatchSize(),
                report.getGmacsPerFrame(),
                fidelity(report, point),
                report.getLag(),
                report.getInFlight(),
                point);
    }

    private static Double fidelity(ThroughputReport report, PointKey point) {
        List<PointFidelity> live = report.getLiveFidelity() == null ? List.of() : report.getLiveFidelity();
        return live.stream()
                .filter(found -> key(found).equals(point))
                .map(PointFidelity::getAgreement)
                .findFirst()
                .orElse(null);
    }

    static PointKey key(PointFidelity found) {
        return new PointKey(found.getModel(), found.getReducer(), found.getPrecision());
    }
}
