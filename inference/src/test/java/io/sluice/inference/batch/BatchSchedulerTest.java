package io.sluice.inference.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchSchedulerTest {
    private static final Duration FOREVER = Duration.ofDays(1);

    /** Runs a batch only when let: each permit is one batch. Answers a task with its tenfold. */
    private static final class Gate implements BatchRunner<Integer, Integer> {
        private final Semaphore permits = new Semaphore(0);
        private final Semaphore entered = new Semaphore(0);
        private final List<List<Integer>> batches = Collections.synchronizedList(new ArrayList<>());
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public List<Integer> run(List<Integer> batch) {
            batches.add(batch);
            entered.release();
            permits.acquireUninterruptibly();
            return batch.stream().map(task -> task * 10).toList();
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    private final Gate gate = new Gate();

    private BatchScheduler<Integer, Integer> oneLane(int bound, Duration linger) {
        return new BatchScheduler<>(new BatchSettings(1, linger), () -> bound, () -> gate, System::nanoTime);
    }

    @Test
    void aFullBatchLeavesAtOnceAndTheRestWaits() throws Exception {
        try (var scheduler = oneLane(3, FOREVER)) {
            List<CompletableFuture<Integer>> results =
                    IntStream.range(0, 4).mapToObj(scheduler::submit).toList();
            gate.permits.release();

            assertThat(results.get(2).get()).isEqualTo(20);
            assertThat(gate.batches).containsExactly(List.of(0, 1, 2));
            assertThat(scheduler.waiting()).isEqualTo(1);
            assertThat(results.get(3)).isNotDone();
        }
    }

    @Test
    void aPartBatchLeavesWhenItsOldestTaskHasLingered() throws Exception {
        try (var scheduler = oneLane(100, Duration.ofMillis(1))) {
            gate.permits.release();

            assertThat(scheduler.submit(7).get()).isEqualTo(70);
        }
    }

    @Test
    void lingerIsCountedFromTheOldestTaskByTheGivenClock() throws Exception {
        AtomicLong now = new AtomicLong();
        try (var scheduler = new BatchScheduler<>(new BatchSettings(1, FOREVER), () -> 3, () -> gate, now::get)) {
            gate.permits.release(2);
            CompletableFuture<Integer> first = scheduler.submit(1);
            assertThat(first).isNotDone();

            now.set(FOREVER.toNanos());
            // Wakes the lane, which asks the clock; whether this one still joins the first in its batch is open.
            var unused = scheduler.submit(2);

            assertThat(first.get()).isEqualTo(10);
        }
    }

    @Test
    void whatGathersWhileTheLaneIsBusyGoesTogether() throws Exception {
        try (var scheduler = oneLane(8, Duration.ZERO)) {
            CompletableFuture<Integer> first = scheduler.submit(1);
            gate.entered.acquire();
            List<CompletableFuture<Integer>> later =
                    IntStream.range(2, 6).mapToObj(scheduler::submit).toList();
            gate.permits.release(2);

            assertThat(first.get() + later.get(3).get()).isEqualTo(60);
            assertThat(gate.batches).containsExactly(List.of(1), List.of(2, 3, 4, 5));
        }
    }

    @Test
    void lanesRunAtTheSameTime() throws Exception {
        CyclicBarrier bothLanes = new CyclicBarrier(2);
        BatchRunner<Integer, Integer> meeting = batch -> {
            try {
                bothLanes.await();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return batch;
        };
        try (var scheduler =
                new BatchScheduler<>(new BatchSettings(2, Duration.ZERO), () -> 1, () -> meeting, System::nanoTime)) {
            CompletableFuture<Integer> first = scheduler.submit(1);
            CompletableFuture<Integer> second = scheduler.submit(2);

            assertThat(first.get() + second.get()).isEqualTo(3);
        }
    }

    @Test
    void everyTaskOfManyThreadsIsAnsweredOnceByItsOwnResult() throws Exception {
        BatchRunner<Integer, Integer> tenfold =
                batch -> batch.stream().map(task -> task * 10).toList();
        try (var scheduler = new BatchScheduler<>(
                new BatchSettings(3, Duration.ofMillis(1)), () -> 4, () -> tenfold, System::nanoTime)) {
            List<CompletableFuture<Integer>> results = IntStream.range(0, 5_000)
                    .parallel()
                    .mapToObj(task -> scheduler.submit(task).thenApply(result -> result - task * 10))
                    .toList();

            for (CompletableFuture<Integer> difference : results) {
                assertThat(difference.get()).isZero();
            }
        }
    }

    @Test
    void aRunnerThatThrowsFailsItsBatchWhatWaitsAndWhatComesLater() {
        IllegalStateException broken = new IllegalStateException("the device is gone");
        BatchRunner<Integer, Integer> failing = batch -> {
            throw broken;
        };
        try (var scheduler =
                new BatchScheduler<>(new BatchSettings(1, Duration.ZERO), () -> 1, () -> failing, System::nanoTime)) {
            CompletableFuture<Integer> first = scheduler.submit(1);

            assertThatThrownBy(first::get).hasRootCause(broken);
            assertThatThrownBy(() -> scheduler.submit(2).get()).hasRootCause(broken);
        }
    }

    @Test
    void aRunnerThatAnswersTooFewFailsInsteadOfLeavingTasksUnanswered() {
        BatchRunner<Integer, Integer> forgetful = batch -> List.of();
        try (var scheduler =
                new BatchScheduler<>(new BatchSettings(1, Duration.ZERO), () -> 1, () -> forgetful, System::nanoTime)) {
            assertThatThrownBy(() -> scheduler.submit(1).get()).hasMessageContaining("Expected 1 results");
        }
    }

    @Test
    void aLaneThatCannotBeMadeFailsAllThatIsSubmitted() {
        try (var scheduler = new BatchScheduler<Integer, Integer>(
                new BatchSettings(1, Duration.ZERO),
                () -> 1,
                () -> {
                    throw new IllegalStateException("no memory for a lane");
                },
                System::nanoTime)) {
            assertThatThrownBy(() -> scheduler.submit(1).get()).hasMessageContaining("no memory for a lane");
        }
    }

    @Test
    void closingCancelsWhatWaitsFinishesWhatRunsAndClosesTheRunner() throws Exception {
        BatchScheduler<Integer, Integer> scheduler = oneLane(1, Duration.ZERO);
        CompletableFuture<Integer> running = scheduler.submit(1);
        gate.entered.acquire();
        CompletableFuture<Integer> waiting = scheduler.submit(2);

        CompletableFuture<Void> closing = CompletableFuture.runAsync(scheduler::close);
        assertThatThrownBy(waiting::get).isInstanceOf(CancellationException.class);
        assertThat(closing).isNotDone();
        gate.permits.release();
        closing.get();

        assertThat(running.get()).isEqualTo(10);
        assertThat(gate.closed.getCount()).isZero();
    }
}
