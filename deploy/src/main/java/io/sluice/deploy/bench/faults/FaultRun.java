package io.sluice.deploy.bench.faults;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.sluice.deploy.IoReason;
import io.sluice.deploy.OperatorException;
import io.sluice.deploy.bench.faults.History.Answered;
import io.sluice.deploy.bench.faults.Violation.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One run: starts all processes, lets the faults of the plan happen while cameras send, makes all good, lets the pipeline
 * drain, and looks at what is on the topics.
 *
 * <p>After the last fault those who survived must first answer all frames that there are; then inference is restarted in
 * order, one process after the other, while cameras go on. What these last processes count must be exactly what they
 * committed. Then cameras end, and each frame must be answered.
 */
public final class FaultRun {
    private static final Duration CALM = Duration.ofSeconds(4);

    private final FaultSettings settings;
    private final Path directory;
    private final String program;
    private final RunRecord record;
    private int inflicted;

    /**
     * @param directory for files of the run; empty, and the caller's to remove
     * @param program the class with the main method of {@code sluice}
     * @param view told what happens, a line each
     * @param stop whether to end now
     */
    public FaultRun(
            FaultSettings settings, Path directory, String program, Consumer<String> view, BooleanSupplier stop) {
        this.settings = settings;
        this.directory = directory;
        this.program = program;
        record = new RunRecord(view, stop);
    }

    /**
     * Runs. What fails in the run itself is among the violations, so that those found before it are told as well.
     *
     * @return what came of it; empty if it was stopped
     * @throws OperatorException where none of the faults is possible or files cannot be written
     */
    public Optional<FaultReport> run() throws InterruptedException {
        try (FaultRig rig = new FaultRig(settings, directory, program, record)) {
            Set<FaultKind> possible = possible(rig);
            if (possible.isEmpty()) {
                throw new OperatorException("None of the kinds of faults asked for is possible on this machine.");
            }
            FaultPlan plan = settings.plan(possible);
            record.say("The same again: " + settings.replay(possible));
            return Optional.of(report(observed(rig, plan), plan, rig));
        } catch (RunRecord.Stopped e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new OperatorException("The files of the run cannot be written: " + IoReason.of(e), e);
        }
    }

    private Set<FaultKind> possible(FaultRig rig) {
        return settings.possible(rig.hasDisks(), rig.hasClocks());
    }

    private History observed(FaultRig rig, FaultPlan plan) throws InterruptedException {
        try {
            Members.startTogether(rig.of(Role.BROKER));
            return play(rig, rig.createTopics(), plan);
        } catch (RunRecord.Stopped e) {
            throw e;
        } catch (RuntimeException e) { // whatever it is: what was found before is to be told
            record.violated(Kind.HARNESS, "The run could not go on: " + e);
            return History.NOTHING;
        }
    }

    /** Returns what is on the topics in the end, which has been checked. */
    private History play(FaultRig rig, ClusterWatch cluster, FaultPlan plan) throws InterruptedException {
        try (Drain drain = new Drain(rig, record);
                FaultInjector injector = start(rig, cluster)) {
            drain.awaitSome();
            inflict(plan, injector);
            injector.awaitQuiet();
            injector.awaitWhole();
            record.say("All is made good; what has piled up is to be answered");
            drain.awaitAll();
            restartInference(rig);
            record.pause(CALM);
            endAll(rig.of(Role.INGEST));
            drain.awaitAll();
            endAll(rig.of(Role.INFERENCE));
            return checked(drain, rig);
        }
    }

    private FaultInjector start(FaultRig rig, ClusterWatch cluster) {
        Members.startTogether(rig.of(Role.INFERENCE));
        Members.startTogether(rig.of(Role.INGEST));
        return new FaultInjector(rig, cluster, record);
    }

    /** When a fault had to wait for its target, those after it are as much later. */
    private void inflict(FaultPlan plan, FaultInjector injector) throws InterruptedException {
        long startNanos = System.nanoTime();
        for (Fault fault : plan.faults()) {
            long waitNanos = startNanos + fault.at().toNanos() - System.nanoTime();
            if (waitNanos > 0) {
                record.pause(Duration.ofNanos(waitNanos));
            } else {
                startNanos -= waitNanos;
            }
            record.requireNotStopped();
            injector.inflict(fault);
            inflicted++;
        }
    }

    /** One after the other, so that there is always someone to take over. */
    private void restartInference(FaultRig rig) throws InterruptedException {
        record.say("Inference is restarted in order");
        for (Member member : rig.of(Role.INFERENCE)) {
            member.turn().acquire();
            try {
                member.terminate(false);
                member.startUp();
            } finally {
                member.turn().release();
            }
        }
    }

    /** For good: nobody brings them back. Each must say what it counted, or nothing could be compared. */
    private void endAll(List<Member> members) throws InterruptedException {
        for (Member member : members) {
            member.turn().acquire();
            member.terminate(true);
            if (!record.hasEnded(member.instance())) {
                record.violated(Kind.COUNTERS, member.instance() + " left no counts at the end of the run.");
            }
        }
    }

    private History checked(Drain drain, FaultRig rig) {
        History history = drain.history();
        record.violated(HistoryCheck.of(history, rig.shedding()));
        record.violated(CounterCheck.of(history, record.lives(), drain.lastReports(), drain.givenUp()));
        return history;
    }

    private FaultReport report(History history, FaultPlan plan, FaultRig rig) {
        List<Violation> violations = record.violations();
        Map<String, Integer> byKind = new TreeMap<>();
        plan.counts().forEach((kind, count) -> byKind.put(kind.text(), count));
        Map<String, Long> byOutcome =
                history.answers().stream().collect(groupingBy(Answered::outcome, TreeMap::new, counting()));
        return new FaultReport(
                settings.seed(),
                settings.replay(possible(rig)),
                inflicted,
                byKind,
                leftOut(rig),
                history.frames().size(),
                history.answers().size(),
                byOutcome,
                violations.size(),
                violations.subList(0, Math.min(FaultReport.SHOWN, violations.size())),
                record.starts(),
                record.refusedStarts(),
                Math.round(10 * record.seconds()) / 10.0);
    }

    private List<String> leftOut(FaultRig rig) {
        List<String> leftOut = new ArrayList<>();
        for (FaultKind kind : settings.kinds()) {
            if (kind.fillsDisk() && !rig.hasDisks()) {
                leftOut.add(kind.text() + ": small disks cannot be mounted here");
            } else if (kind.stepsClock() && !rig.hasClocks()) {
                leftOut.add(kind.text() + ": libfaketime is not installed, or moves no clock here");
            }
        }
        return leftOut;
    }
}
