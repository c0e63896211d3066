package io.sluice.deploy.cli;

import io.sluice.deploy.OperatorException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Keeps a command waiting for a Kafka that cannot be reached, lacks topics or does not permit their use: whatever starts
 * first, and whatever comes back later, nobody has to start anything again. What is in the way is said once, and again when
 * it is something else. A Kafka that does not let this user in is not waited for.
 */
final class KafkaGate {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final String NOTHING = "";

    private final KafkaCheck check;
    private final Optional<Duration> patience;
    private final StopSignal stop;
    private final Consumer<String> say;
    private final LongSupplier nanoTime;

    /**
     * @param patience how long to wait; empty: until the command is asked to end
     * @param say is given sentences
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    KafkaGate(
            KafkaCheck check,
            Optional<Duration> patience,
            StopSignal stop,
            Consumer<String> say,
            LongSupplier nanoTime) {
        this.check = check;
        this.patience = patience;
        this.stop = stop;
        this.say = say;
        this.nanoTime = nanoTime;
    }

    /**
     * Returns true once nothing is in the way, false when the command has been asked to end before.
     *
     * @throws OperatorException when patience is over, or if waiting would change nothing
     */
    boolean await() {
        long begin = nanoTime.getAsLong();
        Duration pause = FIRST_PAUSE;
        String said = NOTHING;
        while (!stop.requested()) {
            Optional<String> problem = check.problem();
            if (problem.isEmpty()) {
                sayThatItIsThere(said);
                return true;
            }
            requirePatience(begin, problem.get());
            pause = problem.get().equals(said) ? longer(pause) : FIRST_PAUSE;
            said = sayOnce(problem.get(), said);
            stop.await(pause);
        }
        return false;
    }

    private void requirePatience(long begin, String problem) {
        if (patience.isPresent()
                && nanoTime.getAsLong() - begin >= patience.get().toNanos()) {
            throw new OperatorException(problem);
        }
    }

    private String sayOnce(String problem, String said) {
        if (!problem.equals(said)) {
            say.accept(problem + " Waiting until that changes; Ctrl-C ends it.");
        }
        return problem;
    }

    private void sayThatItIsThere(String said) {
        if (!said.equals(NOTHING)) {
            say.accept("Kafka at " + check.servers() + " is there.");
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }
}
