package io.sluice.deploy.bench.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.deploy.bench.faults.Violation.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A place in the pipeline and the process that fills it at the moment. Whoever changes it holds its {@link #turn()}, so that
 * nothing befalls it twice at a time.
 */
final class Member implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration END_LIMIT = Duration.ofSeconds(60);
    private static final Duration RETRY = Duration.ofMillis(500);

    /** From the end of its output to its own. */
    private static final Duration EXIT_LIMIT = Duration.ofSeconds(2);

    private static final int FAILURE = 1;

    /** What ingest and inference say, as the last, when Kafka is away as they start; "waiting" is no end. */
    private static final Pattern KAFKA_IS_AWAY = Pattern.compile("^(?!.*Waiting until)Kafka (cannot be reached"
            + "|at \\S+ (does not answer|did not answer|takes connections and does not answer))");

    private final Role role;
    private final String name;
    private final Recipe recipe;
    private final Launcher launcher;
    private final RunRecord record;
    private final Semaphore turn = new Semaphore(1);
    private int starts;
    private String instance = "";
    private volatile ChildProcess child;

    /**
     * How its processes are started.
     *
     * @param heapMebibytes their heap at most
     * @param arguments by the name of the instance
     */
    record Recipe(int heapMebibytes, Function<String, List<String>> arguments, Map<String, String> environment) {}

    Member(Role role, int number, Recipe recipe, Launcher launcher, RunRecord record) {
        this.role = role;
        this.name = role.text() + "-" + number;
        this.recipe = recipe;
        this.launcher = launcher;
        this.record = record;
    }

    String name() {
        return name;
    }

    /** Of the last process. */
    String instance() {
        return instance;
    }

    Semaphore turn() {
        return turn;
    }

    /** Starts a process, again and again until one is ready: while Kafka is away, a process may refuse to start. */
    void startUp() throws InterruptedException {
        long endNanos = System.nanoTime() + START_LIMIT.toNanos();
        do {
            launch();
            if (ready(Duration.ofNanos(Math.max(0, endNanos - System.nanoTime())))) {
                return;
            }
            requireRefused();
            record.pause(RETRY);
        } while (System.nanoTime() < endNanos);
        record.violated(
                Kind.STUCK,
                instance + " was not ready after " + START_LIMIT.toSeconds() + " s; it said: " + child.lastWords());
        child.kill(); // else it might become ready later, with nobody to know
    }

    private void launch() throws InterruptedException {
        if (child != null) {
            child.kill(); // at the end of the time, one that never became ready
        }
        starts++;
        instance = name + "-" + starts;
        child = launcher.start(
                instance, recipe.heapMebibytes(), recipe.arguments().apply(instance), recipe.environment());
        record.started();
    }

    /** It did not become ready: its own end, for want of Kafka, is the only one that is excused. */
    private void requireRefused() throws InterruptedException {
        if (!child.ended(EXIT_LIMIT)) { // its time is over, or it said what it should not: that is told already
            return;
        }
        if (refused()) {
            record.refusedStart();
        } else {
            died();
        }
    }

    /** Whether the process, which has ended, says that it found no Kafka. */
    private boolean refused() {
        return role != Role.BROKER
                && child.status() == FAILURE
                && KAFKA_IS_AWAY.matcher(child.lastWords()).find();
    }

    private void died() {
        record.violated(
                Kind.DIED, instance + " ended by itself with status " + child.status() + ": " + child.lastWords());
    }

    /** Ingest does not say that it is; it waits for Kafka by itself. */
    private boolean ready(Duration limit) throws InterruptedException {
        if (role == Role.INGEST) {
            return true;
        }
        Optional<JsonNode> said = child.nextLine(limit, record::requireNotStopped);
        said.filter(line -> !line.isObject())
                .ifPresent(
                        line -> record.violated(Kind.STUCK, instance + " said " + line + " instead of being ready."));
        return said.filter(JsonNode::isObject).isPresent();
    }

    void kill() throws InterruptedException {
        child.kill();
    }

    void stop() {
        child.stop();
    }

    void goOn() {
        child.goOn();
    }

    /**
     * Ends the process in order and keeps what it says of itself.
     *
     * @param calm whether it began after the last fault
     */
    void terminate(boolean calm) throws InterruptedException {
        record.requireNotStopped();
        if (dead()) {
            requireOnlyRefused();
        } else {
            end(calm);
        }
    }

    private void end(boolean calm) throws InterruptedException {
        if (!child.terminate(END_LIMIT)) {
            record.violated(Kind.STUCK, instance + " did not end within " + END_LIMIT.toSeconds() + " s of SIGTERM.");
            child.kill();
            return;
        }
        Optional<JsonNode> counts = child.nextLine(Duration.ofSeconds(5), () -> {});
        counts.ifPresent(said -> record.ended(new Life(role, instance, said, calm)));
        if (counts.isEmpty()) {
            record.violated(Kind.COUNTERS, instance + " ended without its counts; it said: " + child.lastWords());
        }
    }

    /** Waits until the process ends by itself, as it is to. */
    void awaitEnd() throws InterruptedException {
        while (child.alive()) {
            record.pause(RETRY);
        }
    }

    boolean dead() {
        return !child.alive();
    }

    /** Starts another process where the last one ended by itself; where that was at work before, it is a violation. */
    void replaceIfDead() throws InterruptedException {
        if (dead()) {
            requireOnlyRefused();
            startUp();
        }
    }

    /** Ingest that finds no Kafka refuses to start; all others were ready before. */
    private void requireOnlyRefused() {
        boolean worked = role != Role.INGEST || child.said().contains("is open");
        if (!worked && refused()) {
            record.refusedStart();
        } else {
            died();
        }
    }

    @Override
    public void close() {
        ChildProcess last = child;
        if (last != null) {
            try {
                last.kill();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
