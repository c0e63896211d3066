package io.sluice.deploy.bench.faults;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.deploy.bench.faults.History.Answered;
import io.sluice.deploy.bench.faults.History.Name;
import io.sluice.deploy.bench.faults.History.Sent;
import io.sluice.deploy.bench.faults.Violation.Kind;
import io.sluice.schemas.FrameCounts;
import io.sluice.schemas.ThroughputReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Whether processes counted what the topics hold. Only those that ended in order are asked; the counters of a process that is
 * killed die with it.
 *
 * <ol>
 *   <li>Inference: offered = labelled + shed + rejected + handed back, nothing in flight. Of each outcome it counted no
 *       fewer answers than it committed: those of a transaction that was given up are counted, and taken anew. Where it began
 *       after the last fault, and no answer on the topic shows that a transaction of its was given up all the same (a machine
 *       that is busy enough stops a process for longer than its time-outs), it counted exactly as many. Its last report on the
 *       metrics topic says the same as its counters in any case.
 *   <li>Ingest, each camera: captured = published + shed + failed, and the last session of the camera on the topic has as many
 *       frames as were published; those that failed for want of an acknowledgement may be among them.
 * </ol>
 */
final class CounterCheck {
    private static final List<String> OF_INFERENCE =
            List.of("offered", "labelled", "shed", "rejected", "handedBack", "inFlight");
    private static final List<String> OF_CAMERA = List.of("captured", "published", "shed", "failed");
    private static final List<String> OUTCOMES = List.of("labelled", "shed", "rejected");

    private final Map<String, Map<String, Long>> answered;
    private final Map<String, String> lastSessions = new HashMap<>();
    private final Map<String, Long> sent;
    private final Map<String, ThroughputReport> reports;
    private final Set<String> givenUp;
    private final List<Violation> found = new ArrayList<>();

    private CounterCheck(History history, Map<String, ThroughputReport> reports, Set<String> givenUp) {
        this.reports = reports;
        this.givenUp = givenUp;
        answered = history.answers().stream()
                .collect(groupingBy(
                        Answered::instance,
                        groupingBy(answer -> answer.outcome().toLowerCase(Locale.ROOT), counting())));
        sent = history.frames().stream().collect(groupingBy(frame -> session(frame.name()), counting()));
        for (Sent frame : history.frames()) {
            lastSessions.put(frame.name().camera(), session(frame.name()));
        }
    }

    private static String session(Name name) {
        return name.camera() + "/" + name.session();
    }

    /**
     * All that is wrong; empty when nothing is.
     *
     * @param lives in order of their ends; of ingest, the last of each process
     * @param reports the last one of each instance
     * @param givenUp instances of which a transaction was given up
     */
    static List<Violation> of(
            History history, List<Life> lives, Map<String, ThroughputReport> reports, Set<String> givenUp) {
        CounterCheck check = new CounterCheck(history, reports, givenUp);
        for (Life life : lives) {
            switch (life.role()) {
                case INFERENCE -> check.inference(life);
                case INGEST -> check.ingest(life);
                case BROKER -> {}
            }
        }
        return check.found;
    }

    private void inference(Life life) {
        JsonNode counts = life.counts();
        if (lacks(life, counts, OF_INFERENCE)) {
            return;
        }
        long accounted = number(counts, "labelled")
                + number(counts, "shed")
                + number(counts, "rejected")
                + number(counts, "handedBack");
        require(number(counts, "offered") == accounted && number(counts, "inFlight") == 0, life, "does not add up");
        Map<String, Long> committed = answered.getOrDefault(life.instance(), Map.of());
        boolean exact = life.calm() && !givenUp.contains(life.instance());
        for (String outcome : OUTCOMES) {
            long onTopic = committed.getOrDefault(outcome, 0L);
            long counted = number(counts, outcome);
            boolean right = exact ? counted == onTopic : counted >= onTopic;
            require(right, life, "but the topic has " + onTopic + " of its answers " + outcome);
        }
        if (life.calm()) { // brokers may have been away as others ended
            ThroughputReport report = reports.get(life.instance());
            require(report != null && same(report.getTotal(), counts), life, "but its last report was " + report);
        }
    }

    private static boolean same(FrameCounts reported, JsonNode counts) {
        return reported.getOffered() == number(counts, "offered")
                && reported.getLabelled() == number(counts, "labelled")
                && reported.getShed() == number(counts, "shed")
                && reported.getRejected() == number(counts, "rejected")
                && reported.getHandedBack() == number(counts, "handedBack");
    }

    private void ingest(Life life) {
        JsonNode cameras = life.counts().path("cameras");
        require(!cameras.isEmpty(), life, "but no cameras");
        for (JsonNode camera : cameras) {
            if (!lacks(life, camera, OF_CAMERA)) {
                camera(life, camera);
            }
        }
    }

    private void camera(Life life, JsonNode camera) {
        long published = number(camera, "published");
        long failed = number(camera, "failed");
        require(
                number(camera, "captured") == published + number(camera, "shed") + failed,
                life,
                "does not add up for " + camera);
        String session = lastSessions.get(camera.path("camera").asText());
        long onTopic = published + failed == 0 ? 0 : sent.getOrDefault(session, 0L);
        require(
                published <= onTopic && onTopic <= published + failed,
                life,
                "but the topic has " + onTopic + " frames of session " + session);
    }

    private boolean lacks(Life life, JsonNode counts, List<String> fields) {
        List<String> lacking = fields.stream()
                .filter(field -> !counts.path(field).isIntegralNumber())
                .toList();
        require(lacking.isEmpty(), life, "but not " + String.join(", ", lacking));
        return !lacking.isEmpty();
    }

    private void require(boolean right, Life life, String what) {
        if (!right) {
            found.add(new Violation(Kind.COUNTERS, life.instance() + " counted " + life.counts() + ", " + what + "."));
        }
    }

    private static long number(JsonNode counts, String field) {
        return counts.get(field).asLong();
    }
}
