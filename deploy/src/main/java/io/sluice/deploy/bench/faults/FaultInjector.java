package io.sluice.deploy.bench.faults;

import io.sluice.deploy.bench.faults.Violation.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Makes faults happen and makes them good again, each on a thread of its own; and brings back who ended by itself. */
final class FaultInjector implements AutoCloseable {
    private static final Duration WHOLE_LIMIT = Duration.ofMinutes(2);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final Duration PULSE_OFF = Duration.ofMillis(150);
    private static final Duration PULSE_ON = Duration.ofMillis(50);

    private final FaultRig rig;
    private final ClusterWatch cluster;
    private final RunRecord record;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "sluice-fault");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Future<?>> acts = new CopyOnWriteArrayList<>();
    private final Semaphore brokersTurn = new Semaphore(1);

    FaultInjector(FaultRig rig, ClusterWatch cluster, RunRecord record) {
        this.rig = rig;
        this.cluster = cluster;
        this.record = record;
        var unused = threads.submit(this::watch);
    }

    /** What may be interrupted. */
    private interface Act {
        void run() throws InterruptedException;
    }

    /** Waits until the fault may happen, then lets it. Brokers are whole before anything befalls one of them. */
    void inflict(Fault fault) throws InterruptedException {
        boolean ofBrokers = fault.kind().role() == Role.BROKER;
        List<Semaphore> turns = new ArrayList<>();
        if (ofBrokers) {
            take(brokersTurn, turns);
        }
        List<Member> targets = targets(fault);
        for (Member target : targets) {
            take(target.turn(), turns);
        }
        if (ofBrokers) {
            awaitWhole();
        }
        record.say("#" + fault.number() + " " + fault);
        var unused = submit(
                () -> {
                    for (Member target : targets) {
                        target.replaceIfDead();
                    }
                    befall(fault, targets);
                },
                turns);
    }

    private static void take(Semaphore turn, List<Semaphore> taken) throws InterruptedException {
        turn.acquire();
        taken.add(turn);
    }

    /** @param turns to be given back when it is over */
    private Future<?> submit(Act act, List<Semaphore> turns) {
        Future<?> future = threads.submit(() -> {
            try {
                act.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RunRecord.Stopped e) {
                throw e;
            } catch (RuntimeException e) { // whatever it is: the others are to be made good all the same
                failed(e);
            } finally {
                turns.forEach(Semaphore::release);
            }
        });
        acts.add(future);
        return future;
    }

    private void failed(RuntimeException failure) {
        record.violated(Kind.HARNESS, "A fault could not be made to happen or made good: " + failure);
    }

    private List<Member> targets(Fault fault) {
        List<Member> members = rig.of(fault.kind().role());
        Member first = members.get(fault.target() % members.size());
        return fault.kind() == FaultKind.OUTAGE
                ? List.of(first, members.get((fault.target() + 1) % members.size()))
                : List.of(first);
    }

    private void befall(Fault fault, List<Member> targets) throws InterruptedException {
        Member target = targets.get(0);
        switch (fault.kind()) {
            case KILL_INFERENCE, KILL_INGEST, KILL_BROKER -> kill(target, fault.lasting());
            case PAUSE_INFERENCE, PAUSE_INGEST, PAUSE_BROKER -> pause(target, fault.lasting());
            case REBALANCE -> leave(target, fault.lasting());
            case SLOW_BROKER -> slow(target, fault.lasting());
            case OUTAGE -> outage(targets, fault.lasting());
            case FULL_BROKER_DISK -> fullBrokerDisk(target, fault.lasting());
            case FULL_STATE_DISK -> fullStateDisk(target, fault.lasting());
            case STEP_INGEST_CLOCK, STEP_INFERENCE_CLOCK -> rig.clock(target).step(fault.step());
        }
    }

    private void kill(Member target, Duration lasting) throws InterruptedException {
        target.kill();
        pause(lasting);
        target.startUp();
    }

    private void pause(Member target, Duration lasting) throws InterruptedException {
        target.stop();
        pause(lasting);
        target.goOn();
    }

    private void leave(Member target, Duration lasting) throws InterruptedException {
        target.terminate(false);
        pause(lasting);
        target.startUp();
    }

    private void slow(Member target, Duration lasting) throws InterruptedException {
        long endNanos = System.nanoTime() + lasting.toNanos();
        while (System.nanoTime() < endNanos) {
            pause(target, PULSE_OFF);
            pause(PULSE_ON);
        }
    }

    /** None of the two is ready before the other is on its way. */
    private void outage(List<Member> targets, Duration lasting) throws InterruptedException {
        for (Member target : targets) {
            target.kill();
        }
        pause(lasting);
        Future<?> second = submit(() -> targets.get(1).startUp(), List.of());
        try {
            targets.get(0).startUp();
        } finally {
            join(second); // until then it is not anybody else's turn
        }
    }

    /** Whatever it makes of that, it has to come back when there is room. */
    private void fullBrokerDisk(Member target, Duration lasting) throws InterruptedException {
        rig.disk(target).fill();
        pause(lasting);
        target.kill();
        rig.disk(target).free();
        target.startUp();
    }

    private void fullStateDisk(Member target, Duration lasting) throws InterruptedException {
        rig.disk(target).fill();
        target.kill();
        target.startUp();
        pause(lasting);
        rig.disk(target).free();
    }

    /** Waits until each broker has every record. */
    void awaitWhole() throws InterruptedException {
        long endNanos = System.nanoTime() + WHOLE_LIMIT.toNanos();
        while (!cluster.whole()) {
            if (System.nanoTime() > endNanos) {
                record.violated(Kind.STUCK, "The cluster was not whole again after " + WHOLE_LIMIT.toSeconds() + " s.");
                return;
            }
            pause(LOOK_EVERY);
        }
    }

    /** Returns when all that happened has been made good. */
    void awaitQuiet() throws InterruptedException {
        while (acts.stream().anyMatch(act -> !act.isDone())) {
            for (Future<?> act : acts) {
                join(act);
            }
        }
    }

    private void watch() {
        try {
            while (true) {
                for (Member member : rig.all()) {
                    look(member);
                }
                pause(LOOK_EVERY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        } catch (RunRecord.Stopped e) {
            throw e;
        } catch (RuntimeException e) { // nobody asks for what became of this thread
            failed(e);
        }
    }

    /** Who is in the middle of a fault is left alone. */
    private void look(Member member) {
        if (!member.turn().tryAcquire()) {
            return;
        }
        if (member.dead()) {
            var unused = submit(member::replaceIfDead, List.of(member.turn()));
        } else {
            member.turn().release();
        }
    }

    private void join(Future<?> act) throws InterruptedException {
        try {
            act.get();
        } catch (ExecutionException e) {
            record.requireNotStopped();
            throw new IllegalStateException(e.getCause()); // all else is told where it happens
        }
    }

    private void pause(Duration time) throws InterruptedException {
        record.pause(time);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try { // else one of them might start a process that nobody ends
            if (!threads.awaitTermination(CLOSE_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                record.say("A fault is still being made good after " + CLOSE_LIMIT.toSeconds() + " s.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
