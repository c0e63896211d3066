package io.sluice.deploy.bench.faults;

import java.util.Locale;

/** What may go wrong. */
public enum FaultKind {
    /** SIGKILL of an inference process, which is started anew later. */
    KILL_INFERENCE(Role.INFERENCE, 4, 0, 3000),
    /** SIGSTOP of an inference process, so long at times that its group and its transaction go on without it; then SIGCONT. */
    PAUSE_INFERENCE(Role.INFERENCE, 3, 300, 9000),
    /** SIGTERM of an inference process, which hands its partitions over; it joins again later. */
    REBALANCE(Role.INFERENCE, 3, 500, 4000),
    /** SIGKILL of an ingest process, which is started anew later. */
    KILL_INGEST(Role.INGEST, 2, 0, 2000),
    /** SIGSTOP of an ingest process, then SIGCONT. */
    PAUSE_INGEST(Role.INGEST, 1, 300, 5000),
    /** SIGKILL of a broker, which is started anew later on its data. */
    KILL_BROKER(Role.BROKER, 2, 0, 4000),
    /** SIGSTOP of a broker, so long at times that the cluster goes on without it; then SIGCONT. */
    PAUSE_BROKER(Role.BROKER, 1, 300, 8000),
    /** A broker that is stopped three quarters of the time, in pulses. */
    SLOW_BROKER(Role.BROKER, 1, 2000, 6000),
    /** SIGKILL of two of the three brokers, so that nothing can be written or committed until one is back. */
    OUTAGE(Role.BROKER, 1, 500, 6000),
    /** The disk of a broker is full; it dies of that, and is started anew when there is room. */
    FULL_BROKER_DISK(Role.BROKER, 1, 1500, 4000),
    /** The disk with the state directory of an inference process is full; it is killed and starts anew on it. */
    FULL_STATE_DISK(Role.INFERENCE, 1, 1500, 4000),
    /** The wall clock of an ingest process steps, and stays so. */
    STEP_INGEST_CLOCK(Role.INGEST, 1, 100, 1000),
    /** The wall clock of an inference process steps, and stays so. */
    STEP_INFERENCE_CLOCK(Role.INFERENCE, 1, 100, 1000);

    private final Role role;
    private final int cards;
    private final int shortestMillis;
    private final int longestMillis;

    FaultKind(Role role, int cards, int shortestMillis, int longestMillis) {
        this.role = role;
        this.cards = cards;
        this.shortestMillis = shortestMillis;
        this.longestMillis = longestMillis;
    }

    /** Whom it befalls. */
    Role role() {
        return role;
    }

    /** How often it comes, in relation to the others. */
    int cards() {
        return cards;
    }

    int shortestMillis() {
        return shortestMillis;
    }

    int longestMillis() {
        return longestMillis;
    }

    /** Needs a library that makes a process see another wall clock. */
    boolean stepsClock() {
        return this == STEP_INGEST_CLOCK || this == STEP_INFERENCE_CLOCK;
    }

    /** Needs small disks of their own. */
    boolean fillsDisk() {
        return this == FULL_BROKER_DISK || this == FULL_STATE_DISK;
    }

    /** As it is shown. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
