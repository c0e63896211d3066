package io.sluice.ingest;

import io.sluice.ingest.publish.FrameLedger;
import io.sluice.ingest.publish.Outbox;
import io.sluice.ingest.source.FrameSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One camera as the process sees it: its state, its counters, and the {@link CameraRun} that works for it. A run whose
 * thread hangs in native code is left behind and replaced.
 */
final class Camera {
    /** Threads, with a connection each, that a camera may leave behind before it waits for one to come back. */
    static final int MAX_HUNG_THREADS = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Camera.class);

    private final CameraSpec spec;
    private final CameraContext context;
    private final Supplier<FrameSource> sources;
    private final Outbox outbox;
    private final FrameLedger ledger;
    private final Backoff backoff;
    private final RateMeter meter = new RateMeter();
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<Thread> hung = new ArrayList<>();
    private CameraState state = CameraState.OPENING;
    private String message = "";
    private long openings;
    private long undecodable;
    private boolean stopping;
    private CameraRun run;
    private Thread thread;

    Camera(CameraSpec spec, CameraContext context, Supplier<FrameSource> sources, Outbox outbox, FrameLedger ledger) {
        this.spec = spec;
        this.context = context;
        this.sources = sources;
        this.outbox = outbox;
        this.ledger = ledger;
        backoff = new Backoff(context.random());
    }

    CameraSpec spec() {
        return spec;
    }

    CameraContext context() {
        return context;
    }

    Supplier<FrameSource> sources() {
        return sources;
    }

    Outbox outbox() {
        return outbox;
    }

    FrameLedger ledger() {
        return ledger;
    }

    RateMeter meter() {
        return meter;
    }

    /** Starts a thread that opens the source at once. */
    synchronized void start() {
        startAfter(Duration.ZERO);
    }

    private void startAfter(Duration wait) {
        run = new CameraRun(this, wait);
        thread = new Thread(run, "sluice-camera-" + spec.id());
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((t, e) -> crashed(t, e));
        thread.start();
    }

    private synchronized void crashed(Thread where, Throwable failure) {
        if (where == thread) {
            LOG.error("Camera '{}' stops after an internal error.", spec.id(), failure);
            conclude(CameraState.FAILED, "Internal error: " + failure);
        }
    }

    synchronized void opened() {
        openings++;
        change(CameraState.RUNNING, "");
        LOG.info("Camera '{}' is open: {}.", spec.id(), spec.uri());
    }

    /** Frames have come for a while: the next loss starts with a short wait again. */
    synchronized void proven() {
        backoff.reset();
    }

    /** So many frames more could not be decoded. */
    synchronized void undecodable(long frames) {
        undecodable += frames;
    }

    /** The connection is gone; returns how long to wait before the next attempt. */
    synchronized Duration lost(String reason) {
        Duration wait = backoff.next();
        String text = String.format("%s; next attempt in %.1f s.", withoutPeriod(reason), wait.toMillis() / 1000.0);
        change(CameraState.RECONNECTING, text);
        LOG.warn("Camera '{}' ({}): {}", spec.id(), spec.uri(), text);
        return wait;
    }

    private static String withoutPeriod(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    synchronized void ended() {
        LOG.info("Camera '{}' has come to its end: {}.", spec.id(), spec.uri());
        conclude(CameraState.ENDED, "");
    }

    synchronized void failed(String reason) {
        LOG.error("Camera '{}' ({}) has failed: {}.", spec.id(), spec.uri(), withoutPeriod(reason));
        conclude(CameraState.FAILED, withoutPeriod(reason) + ".");
    }

    synchronized void stopped() {
        conclude(CameraState.STOPPED, "");
    }

    private void conclude(CameraState end, String why) {
        if (!state.isFinal()) {
            change(end, why);
            over.countDown();
        }
    }

    private void change(CameraState next, String why) {
        state = next;
        message = why;
    }

    /** To be called several times a second: deals with a call into native code that takes too long. */
    synchronized void watch() {
        if (state.isFinal()) {
            return;
        }
        switch (run.guard().judge(context.ticker().nanos())) {
            case INTERRUPT -> run.interruptSource();
            case ABANDON -> abandon();
            case FINE -> replaceIfPossible();
        }
    }

    private void abandon() {
        hung.add(thread);
        String reason = "A call into FFmpeg hangs and cannot be interrupted";
        if (stopping) {
            stopped();
        } else if (!spec.uri().reconnects()) {
            failed(reason);
        } else if (hungThreads() < MAX_HUNG_THREADS) {
            startAfter(lost(reason));
        } else {
            thread = null;
            change(
                    CameraState.RECONNECTING,
                    reason + ", " + MAX_HUNG_THREADS + " times by now; waiting for one to return.");
            LOG.error("Camera '{}' ({}): {}", spec.id(), spec.uri(), message);
        }
    }

    private void replaceIfPossible() {
        if (thread == null && hungThreads() < MAX_HUNG_THREADS) {
            start();
        }
    }

    private int hungThreads() {
        hung.removeIf(left -> !left.isAlive());
        return hung.size();
    }

    /** Asks the camera to end; does not wait for it. */
    synchronized void stop() {
        stopping = true;
        if (thread == null) {
            stopped();
        } else {
            thread.interrupt();
            run.interruptSource();
        }
    }

    /** Waits until the camera is in a final state; returns whether it is. */
    boolean awaitOver(long nanos) throws InterruptedException {
        return over.await(nanos, TimeUnit.NANOSECONDS);
    }

    synchronized CameraStatus status() {
        return new CameraStatus(
                spec.id(),
                spec.uri().toString(),
                state,
                message,
                ledger.counts(),
                ledger.times(),
                undecodable,
                Math.max(0, openings - 1),
                meter.perSecond(context.ticker().nanos()));
    }
}
