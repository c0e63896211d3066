package io.sluice.inference.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Gathers tasks from many threads into batches and completes their futures. Tasks are taken in the order of submission; a
 * free lane takes a batch as soon as it is full or its oldest task has waited {@link BatchSettings#linger}. A task that
 * arrives while all lanes are busy therefore waits for no timer: the lane that becomes free takes what has gathered.
 *
 * <p>The queue has no bound of its own: whoever submits holds what a task needs (a frame's slot) and runs out of that
 * first. Whoever submits may complete a future himself, to give its task up: it then waits no more, though a lane may still be
 * handed it.
 *
 * <p>A runner that throws fails the scheduler: its batch, all that wait and all that come later complete with that cause.
 *
 * @param <T> what is to be done
 * @param <R> what comes of it
 */
public final class BatchScheduler<T, R> implements AutoCloseable {
    private record Entry<T, R>(T task, long submittedNanos, CompletableFuture<R> future) {}

    private final long lingerNanos;
    private final IntSupplier batchBound;
    private final LongSupplier nanoTime;
    private final List<Thread> lanes = new ArrayList<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrival = lock.newCondition();
    private final Deque<Entry<T, R>> queue = new ArrayDeque<>();
    /** Why nothing is taken any more; null while all is well. */
    private Throwable ended;

    /**
     * Starts the lanes.
     *
     * @param settings lanes and linger
     * @param batchBound largest batch for now, at least 1; asked before each batch
     * @param runners makes the runner of each lane, on the lane's thread
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    public BatchScheduler(
            BatchSettings settings,
            IntSupplier batchBound,
            Supplier<? extends BatchRunner<T, R>> runners,
            LongSupplier nanoTime) {
        this.lingerNanos = settings.linger().toNanos();
        this.batchBound = batchBound;
        this.nanoTime = nanoTime;
        for (int lane = 0; lane < settings.lanes(); lane++) {
            Thread thread = new Thread(() -> serve(runners), "sluice-lane-" + lane);
            thread.setDaemon(true);
            lanes.add(thread);
        }
        lanes.forEach(Thread::start);
    }

    /**
     * The result of {@code task}, later. The future completes on a lane's thread; it is cancelled if the scheduler is
     * closed first, and fails if a runner has failed.
     */
    public CompletableFuture<R> submit(T task) {
        CompletableFuture<R> future = new CompletableFuture<>();
        Throwable refusal;
        lock.lock();
        try {
            refusal = ended;
            if (refusal == null) {
                queue.removeIf(entry -> entry.future().isDone());
                queue.add(new Entry<>(task, nanoTime.getAsLong(), future));
                arrival.signal();
            }
        } finally {
            lock.unlock();
        }
        if (refusal != null) {
            future.completeExceptionally(refusal);
        }
        return future;
    }

    /** Tasks that no lane has taken yet. */
    public int waiting() {
        lock.lock();
        try {
            return (int)
                    queue.stream().filter(entry -> !entry.future().isDone()).count();
        } finally {
            lock.unlock();
        }
    }

    /** Cancels what waits, lets running batches finish and returns when the lanes have ended. */
    @Override
    public void close() {
        end(new CancellationException("The batch scheduler has been closed."));
        boolean interrupted = false;
        for (Thread lane : lanes) {
            while (lane.isAlive()) {
                try {
                    lane.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(Supplier<? extends BatchRunner<T, R>> runners) {
        try (BatchRunner<T, R> runner = runners.get()) {
            List<Entry<T, R>> batch = take();
            while (!batch.isEmpty()) {
                run(runner, batch);
                runner.afterwards();
                batch = take();
            }
        } catch (RuntimeException | Error e) {
            end(e);
        }
    }

    private void run(BatchRunner<T, R> runner, List<Entry<T, R>> batch) {
        try {
            List<R> results = runner.run(batch.stream().map(Entry::task).toList());
            if (results.size() != batch.size()) {
                throw new IllegalStateException(
                        "Expected " + batch.size() + " results for a batch, found " + results.size() + ".");
            }
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).future().complete(results.get(i));
            }
        } catch (RuntimeException | Error e) {
            end(e);
            batch.forEach(entry -> entry.future().completeExceptionally(e));
        }
    }

    /** The next batch, when it is full or has waited enough; empty when the scheduler has ended. */
    private List<Entry<T, R>> take() {
        lock.lock();
        try {
            int bound = batchBound.getAsInt();
            while (ended == null && !isDue(bound)) {
                arrival.awaitNanos(queue.isEmpty() ? Long.MAX_VALUE : lingerLeftNanos());
                bound = batchBound.getAsInt();
            }
            List<Entry<T, R>> batch = new ArrayList<>(bound);
            while (batch.size() < bound && !queue.isEmpty()) {
                batch.add(queue.poll());
            }
            if (!queue.isEmpty()) {
                // The signal for these may have gone to this lane; another one may be idle.
                arrival.signal();
            }
            return batch;
        } catch (InterruptedException e) {
            // Nobody owns the lanes but this class, and it ends them otherwise.
            throw new IllegalStateException("A lane of the batch scheduler was interrupted.", e);
        } finally {
            lock.unlock();
        }
    }

    private boolean isDue(int bound) {
        return queue.size() >= bound || (!queue.isEmpty() && lingerLeftNanos() <= 0);
    }

    private long lingerLeftNanos() {
        return lingerNanos - (nanoTime.getAsLong() - queue.peek().submittedNanos());
    }

    private void end(Throwable cause) {
        List<Entry<T, R>> orphans;
        lock.lock();
        try {
            ended = ended == null ? cause : ended;
            orphans = List.copyOf(queue);
            queue.clear();
            arrival.signalAll();
        } finally {
            lock.unlock();
        }
        orphans.forEach(entry -> entry.future().completeExceptionally(cause));
    }
}
