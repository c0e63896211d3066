package io.sluice.deploy.bench.load;

/**
 * Something that happens to the system while it is under load.
 *
 * @param kind what
 * @param fromSecond from the beginning of the run
 * @param toSecond when it is over
 */
public record Trouble(Kind kind, double fromSecond, double toSecond) {
    /** What can happen. */
    public enum Kind {
        /** Nothing passes between the broker and its clients, cameras included; their connections stay open. */
        BROKER_PAUSE,
        /** Another process takes about half of the machine. */
        SLOW_DEVICE
    }
}
