package io.sluice.deploy.bench.load;

import io.sluice.deploy.OperatorException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * Another process that has as many busy threads as there are cores, and so takes about half of the machine from one that
 * would keep all of it busy, from {@link #start} until it is closed or this process ends. One busy thread alone is only one of
 * many that the scheduler shares the cores between, and takes far less than a core.
 */
final class BusyNeighbour implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 10;

    private final Process process;

    private BusyNeighbour(Process process) {
        this.process = process;
    }

    static BusyNeighbour start() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("java.class.path");
        try {
            return new BusyNeighbour(
                    new ProcessBuilder(java, "-Xmx32m", "-XX:+UseSerialGC", "-cp", classPath, Spinner.class.getName())
                            .redirectErrorStream(true)
                            .start());
        } catch (IOException e) {
            throw new OperatorException("No process could be started to keep cores busy: " + e.getMessage() + ".", e);
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Waits for its end; whether that came within seconds. */
    boolean awaitEnd() throws InterruptedException {
        return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** What the process runs: nothing, as fast as it can, until nobody holds its standard input any more. */
    static final class Spinner {
        private static final int CHURN = 1_000_000;

        private Spinner() {}

        public static void main(String[] arguments) {
            Thread watch = new Thread(Spinner::endWithParent, "watch");
            watch.start();
            int cores = Runtime.getRuntime().availableProcessors();
            LongStream.range(0, cores).forEach(seed -> new Thread(() -> spin(seed, watch)).start());
        }

        private static void spin(long seed, Thread until) {
            long state = seed;
            while (until.isAlive()) {
                state = churn(state);
            }
            System.exit((int) (state & 1)); // the work must have a use, or the compiler leaves it out
        }

        private static long churn(long state) {
            long next = state;
            for (int i = 0; i < CHURN; i++) {
                next = next * 6364136223846793005L + 1442695040888963407L;
            }
            return next;
        }

        private static void endWithParent() {
            try {
                while (System.in.read() >= 0) {
                    // nobody writes; this waits for the end
                }
            } catch (IOException e) {
                // that is the end, too
            }
        }
    }
}
