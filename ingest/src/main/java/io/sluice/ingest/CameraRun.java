package io.sluice.ingest;

import io.sluice.ingest.encode.FrameRecords;
import io.sluice.ingest.source.FrameSource;
import io.sluice.ingest.source.SourceException;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The work of one thread for a camera: opens the source, takes its frames, and opens it again when it is lost. Every
 * call that may block in native code goes through the {@link CallGuard}.
 */
final class CameraRun implements Runnable {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final Camera camera;
    private final CameraContext context;
    private final Duration firstWait;
    private final CallGuard guard = new CallGuard();
    private volatile FrameSource source;

    CameraRun(Camera camera, Duration firstWait) {
        this.camera = camera;
        this.firstWait = firstWait;
        context = camera.context();
    }

    CallGuard guard() {
        return guard;
    }

    /** From any thread: ends what the source is doing. */
    void interruptSource() {
        FrameSource current = source;
        if (current != null) {
            current.interrupt();
        }
    }

    @Override
    public void run() {
        CameraSpec spec = camera.spec();
        try (FrameRecords records =
                new FrameRecords(context.topic(), spec.id(), spec.capture().jpegQuality())) {
            context.ticker().pause(firstWait.toNanos());
            playUntilOver(records);
        } catch (InterruptedException e) {
            camera.stopped();
        } catch (CallGuard.AbandonedException e) {
            // Another run works for the camera by now; this one was only late to free its source.
        }
    }

    private void playUntilOver(FrameRecords records) throws InterruptedException {
        boolean over = false;
        while (!over) {
            try {
                play(records);
                camera.ended();
                over = true;
            } catch (SourceException e) {
                requireNotStopped();
                over = !waitToReconnect(e.getMessage());
            }
        }
    }

    private boolean waitToReconnect(String reason) throws InterruptedException {
        if (!camera.spec().uri().reconnects()) {
            camera.failed(reason);
            return false;
        }
        context.ticker().pause(camera.lost(reason).toNanos());
        return true;
    }

    private static void requireNotStopped() throws InterruptedException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException();
        }
    }

    private void play(FrameRecords records) throws InterruptedException {
        FrameSource current = camera.sources().get();
        source = current;
        try {
            requireNotStopped();
            Duration limit = context.timeouts().open();
            guarded("It could not be opened within " + text(limit), limit, () -> {
                current.open();
                return true;
            });
            camera.opened();
            takeFrames(current, records);
        } finally {
            release(current);
        }
    }

    private void takeFrames(FrameSource current, FrameRecords records) throws InterruptedException {
        CaptureSession session = new CaptureSession(camera, records, current);
        Duration limit = context.timeouts().read();
        String overdue = "No frame came for " + text(limit);
        try {
            while (session.take(guarded(overdue, limit, current::advance))) {
                requireNotStopped();
            }
        } finally {
            session.noteUndecodable();
        }
        session.requireProperEnd();
    }

    private static String text(Duration limit) {
        return limit.toMillisPart() == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }

    /** Makes a call; a {@link SourceException} with the text {@code overdue} if it had to be interrupted. */
    private <T> T guarded(String overdue, Duration limit, Supplier<T> call) {
        guard.begin(context.ticker().nanos() + limit.toNanos());
        T result;
        try {
            result = call.get();
        } catch (SourceException e) {
            throw guard.end() ? new SourceException(overdue, e) : e;
        }
        guard.end();
        return result;
    }

    /** Closing, too, may talk to a peer that is gone; the interrupt keeps that short. */
    private void release(FrameSource current) {
        current.interrupt();
        guard.begin(context.ticker().nanos() + CLOSE_LIMIT.toNanos());
        current.close();
        guard.end();
    }
}
