package io.sluice.deploy.evaluation;

import io.sluice.deploy.modeling.PictureReader;
import io.sluice.deploy.modeling.Rung;
import io.sluice.inference.batch.BatchRunner;
import io.sluice.inference.engine.Engine;
import io.sluice.inference.engine.Lane;
import io.sluice.inference.image.Decoded;
import io.sluice.inference.image.FrameSlot;
import io.sluice.inference.image.FrameSlots;
import io.sluice.inference.model.Preprocessing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** One thread's way to evaluate pictures: each is decoded once, and then run at every operating point. */
final class EvaluationLane implements BatchRunner<LabelledPicture, Outcome> {
    private final Rung dense;
    private final List<Rung> rungs;
    private final LongSupplier nanoTime;
    private final PictureReader reader;
    private final FrameSlot slot;
    private final Map<Engine, Lane> lanes = new HashMap<>();

    EvaluationLane(Rung dense, List<Rung> rungs, LongSupplier nanoTime) {
        this.dense = dense;
        this.rungs = rungs;
        this.nanoTime = nanoTime;
        Preprocessing preprocessing = dense.engine().preprocessing();
        this.reader = new PictureReader(preprocessing);
        this.slot = new FrameSlots(1, preprocessing.inputSize()).tryAcquire().orElseThrow();
    }

    @Override
    public List<Outcome> run(List<LabelledPicture> pictures) {
        return pictures.stream().map(this::evaluate).toList();
    }

    private Outcome evaluate(LabelledPicture picture) {
        return reader.read(picture.file(), slot.pixels()) instanceof Decoded.Unreadable unreadable
                ? new Outcome.Unreadable("Cannot use " + picture.file() + ": " + unreadable.reason())
                : new Outcome.Answered(scores(picture.label()));
    }

    private List<Outcome.Score> scores(int label) {
        Answer reference = answer(dense);
        List<Outcome.Score> scores = new ArrayList<>();
        for (Rung rung : rungs) {
            long begin = nanoTime.getAsLong();
            Answer answer = answer(rung);
            long nanos = nanoTime.getAsLong() - begin;
            scores.add(new Outcome.Score(
                    answer.first() == label,
                    answer.hasAmongBest(label),
                    answer.first() == reference.first(),
                    reference.divergenceOf(answer),
                    nanos));
        }
        return scores;
    }

    private Answer answer(Rung rung) {
        Lane lane = lanes.computeIfAbsent(rung.engine(), engine -> engine.lane(1));
        return Answer.of(lane.run(rung.point(), slot));
    }

    @Override
    public void close() {
        lanes.values().forEach(Lane::close);
        reader.close();
    }
}
