package io.sluice.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.inference.image.FrameSlot;
import io.sluice.inference.image.FrameSlots;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.Preprocessing;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.VitShape;
import io.sluice.inference.vit.AmountForm;
import io.sluice.inference.vit.CompileOptions;
import io.sluice.inference.vit.ModelCompiler;
import io.sluice.inference.weights.RandomWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How GPUs are fed, tried on the CPU: sessions of a lane's own, sizes that are fixed, batches that are filled up. */
final class SharingTest {
    private static final int SIDE = 32;
    private static final VitShape SHAPE = new VitShape(SIDE, 8, 32, 4, 2, 64, 5, 1);
    private static final RandomWeights WEIGHTS = new RandomWeights("small", SHAPE, 1);
    private static final EngineOptions AS_CUDA =
            new EngineOptions(Provider.CPU, 1, BatchSizes.POWERS_OF_TWO, Sharing.EACH_LANE);
    private static final EngineOptions AS_TENSORRT =
            new EngineOptions(Provider.CPU, 1, BatchSizes.POWERS_OF_TWO, Sharing.EACH_LANE_AND_SIZE);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none",
                "ppt:r=4,blocks=1+2",
                "evit:keep=0.7,blocks=1",
                "etps:keep=0.5,blocks=1",
                "tome:r=2",
                "topk:keep=0.7,blocks=1",
                "random:keep=0.7,blocks=1"
            })
    void answersAreThoseOfBatchesThatAreRunAsTheyAre(String reducer) {
        CompiledModel model = model(reducer, AmountForm.INPUT);
        List<List<Float>> expected = answers(model, EngineOptions.DEFAULT);

        assertThat(answers(model, AS_CUDA)).isEqualTo(expected);
        assertThat(answers(model, AS_TENSORRT)).isEqualTo(expected);
        assertThat(answers(model(reducer, AmountForm.BAKED), AS_TENSORRT)).isEqualTo(expected);
    }

    @Test
    void lanesWithSessionsOfTheirOwnRunAtTheSameTime() {
        CompiledModel model = model("ppt:r=4,blocks=1+2", AmountForm.INPUT);
        List<List<Float>> expected = answers(model, EngineOptions.DEFAULT);
        try (EngineSet engines = new EngineSet(List.of(Engine.load(model, AS_CUDA)))) {
            List<CompletableFuture<List<List<Float>>>> lanes = IntStream.range(0, 3)
                    .mapToObj(lane -> CompletableFuture.supplyAsync(() -> answers(engines, model)))
                    .toList();

            assertThat(lanes).allSatisfy(lane -> assertThat(lane.join()).isEqualTo(expected));
        }
    }

    @Test
    void whoServesFindsTheSessionsThatWereMadeReady() {
        List<String> loaded = new ArrayList<>();
        CompiledModel model = model("none", AmountForm.INPUT);
        try (Engine engine = Engine.load(model, AS_TENSORRT, (seat, size) -> loaded.add(seat + " x " + size))) {
            engine.warmUp(model.point(), 4, 2);
            assertThat(loaded).containsExactly("0 x 1", "0 x 2", "0 x 4", "1 x 1", "1 x 2", "1 x 4");
            loaded.clear();

            try (Lane one = engine.lane(4);
                    Lane other = engine.lane(4)) {
                IntStream.rangeClosed(1, 4).forEach(frames -> {
                    one.run(model.point(), frames);
                    other.run(model.point(), frames);
                });
            }
            assertThat(loaded).isEmpty();
        }
    }

    @Test
    void aLaneHasTheSameSeatInAllEngines() {
        List<String> loaded = new ArrayList<>();
        CompiledModel dense = model("none", AmountForm.INPUT);
        CompiledModel reduced = model("ppt:r=4,blocks=1+2", AmountForm.INPUT);
        FrameSlot frame = frames().get(0);
        try (EngineSet engines = new EngineSet(List.of(
                Engine.load(dense, AS_CUDA, (seat, size) -> loaded.add("dense on " + seat)),
                Engine.load(reduced, AS_CUDA, (seat, size) -> loaded.add("reduced on " + seat))))) {
            try (LaneSet first = engines.lanes(1);
                    LaneSet second = engines.lanes(1)) {
                second.run(dense.point(), List.of(frame));
                first.run(reduced.point(), List.of(frame));
                second.run(reduced.point(), List.of(frame));
            }
        }
        assertThat(loaded).containsExactly("dense on 1", "reduced on 0", "reduced on 1");
    }

    private static CompiledModel model(String reducer, AmountForm amounts) {
        CompileOptions options = CompileOptions.DEFAULT.withHeads(SHAPE.heads()).withAmounts(amounts);
        return new ModelCompiler(WEIGHTS, options)
                .compile(ReducerSpec.parse(reducer), Precision.FLOAT32, Preprocessing.imageNet(SIDE));
    }

    private static List<List<Float>> answers(CompiledModel model, EngineOptions options) {
        try (EngineSet engines = new EngineSet(List.of(Engine.load(model, options)))) {
            return answers(engines, model);
        }
    }

    /** Of the same five pictures in batches of one to five. */
    private static List<List<Float>> answers(EngineSet engines, CompiledModel model) {
        List<List<Float>> answers = new ArrayList<>();
        List<FrameSlot> frames = frames();
        try (LaneSet lane = engines.lanes(frames.size())) {
            for (int size = frames.size(); size >= 1; size--) {
                Logits logits = lane.run(model.point(), frames.subList(0, size));
                for (int frame = 0; frame < size; frame++) {
                    answers.add(row(logits, frame));
                }
            }
        }
        return answers;
    }

    private static List<Float> row(Logits logits, int frame) {
        return IntStream.range(0, SHAPE.classes())
                .mapToObj(index -> logits.get(frame, index))
                .toList();
    }

    private static List<FrameSlot> frames() {
        FrameSlots slots = new FrameSlots(5, SIDE);
        Random random = new Random(1);
        List<FrameSlot> frames = new ArrayList<>();
        for (int number = 0; number < 5; number++) {
            FrameSlot frame = slots.tryAcquire().orElseThrow();
            byte[] noise = new byte[SIDE * SIDE * 3];
            random.nextBytes(noise);
            frame.pixels().put(0, noise);
            frames.add(frame);
        }
        return frames;
    }
}
