package io.sluice.deploy.web;

import java.util.function.Supplier;

/** Whether a process does its work, as it says itself. Safe for concurrent use. */
public final class Health {
    private volatile Supplier<State> state;

    /**
     * At one moment.
     *
     * @param ready whether it does its work
     * @param reason one sentence, without secrets: anyone may read it
     */
    public record State(boolean ready, String reason) {
        /** At work. */
        public static State ready(String reason) {
            return new State(true, reason);
        }

        /** Not at work yet, or no longer. */
        public static State notReady(String reason) {
            return new State(false, reason);
        }
    }

    /** Of a process that is not ready yet, for {@code reason}. */
    public Health(String reason) {
        follow(() -> State.notReady(reason));
    }

    /** From now on {@code now} says how it is. */
    public void follow(Supplier<State> now) {
        state = now;
    }

    /** How it is now. */
    public State state() {
        return state.get();
    }
}
