package io.sluice.deploy.evaluation;

import io.sluice.deploy.modeling.Rung;
import io.sluice.inference.batch.BatchScheduler;
import io.sluice.inference.batch.BatchSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Runs several operating points of a model on the same pictures, on several threads. They take turns picture by picture,
 * so that whatever else keeps the machine busy hits all alike.
 */
public final class Evaluation {
    private final Rung dense;
    private final List<Rung> rungs;
    private final int lanes;
    private final LongSupplier nanoTime;

    /**
     * Of some operating points.
     *
     * @param dense of the same model in FLOAT32: what the others are compared with
     * @param rungs to evaluate
     * @param lanes threads; one for each core is best
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    public Evaluation(Rung dense, List<Rung> rungs, int lanes, LongSupplier nanoTime) {
        this.dense = dense;
        this.rungs = List.copyOf(rungs);
        this.lanes = lanes;
        this.nanoTime = nanoTime;
    }

    /**
     * Runs all pictures.
     *
     * @param unreadable told one sentence for each picture that cannot be read
     * @param stopped whether to end with what has been answered
     * @return one for each operating point, in their order; empty where no picture was answered
     */
    public List<Fidelity> run(LabelledPictures labelled, Consumer<String> unreadable, BooleanSupplier stopped) {
        List<Outcome.Answered> answered = new ArrayList<>();
        try (BatchScheduler<LabelledPicture, Outcome> scheduler = new BatchScheduler<>(
                new BatchSettings(lanes, Duration.ZERO),
                () -> 1,
                () -> new EvaluationLane(dense, rungs, nanoTime),
                nanoTime)) {
            List<CompletableFuture<Outcome>> outcomes =
                    labelled.pictures().stream().map(scheduler::submit).toList();
            for (CompletableFuture<Outcome> next : outcomes) {
                if (stopped.getAsBoolean()) {
                    break;
                }
                Outcome outcome = next.join();
                if (outcome instanceof Outcome.Answered answer) {
                    answered.add(answer);
                } else if (outcome instanceof Outcome.Unreadable picture) {
                    unreadable.accept(picture.reason());
                }
            }
        }
        return answered.isEmpty()
                ? List.of()
                : IntStream.range(0, rungs.size())
                        .mapToObj(i -> fidelity(i, answered))
                        .toList();
    }

    private Fidelity fidelity(int rung, List<Outcome.Answered> answered) {
        return Fidelity.of(
                rungs.get(rung).point(),
                lanes,
                answered.stream().map(picture -> picture.scores().get(rung)).toList());
    }
}
