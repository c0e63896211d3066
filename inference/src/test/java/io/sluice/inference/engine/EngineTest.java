package io.sluice.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.sluice.inference.image.FrameSlot;
import io.sluice.inference.image.FrameSlots;
import io.sluice.inference.image.PixelBatch;
import io.sluice.inference.model.ModelId;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.Precision;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineTest {
    private static final OperatingPoint DENSE = TinyModel.point("none");

    private static void fill(ByteBuffer frame, int red, int green, int blue) {
        for (int i = 0; i < frame.capacity(); i += 3) {
            frame.put(i, (byte) red).put(i + 1, (byte) green).put(i + 2, (byte) blue);
        }
    }

    @Test
    void framesOfABatchAreAnsweredInTheirPlaces() {
        try (Engine engine = Engine.load(TinyModel.dense(), EngineOptions.DEFAULT);
                Lane lane = engine.lane(4)) {
            fill(lane.batch().slot(0), 10, 20, 30);
            fill(lane.batch().slot(1), 255, 0, 128);

            Logits logits = lane.run(DENSE, 2);

            assertThat(logits.frames()).isEqualTo(2);
            assertThat(row(logits, 0)).containsExactly(10, 20, 30);
            assertThat(row(logits, 1)).containsExactly(255, 0, 128);
        }
    }

    @Test
    void aLaneRunsBatchesOfAnySizeUpToItsOwnOneAfterAnother() {
        try (Engine engine = Engine.load(TinyModel.dense(), EngineOptions.DEFAULT);
                Lane lane = engine.lane(3)) {
            for (int frames : new int[] {3, 1, 2, 3, 1}) {
                fill(lane.batch().slot(frames - 1), frames, 0, 0);

                assertThat(lane.run(DENSE, frames).get(frames - 1, 0)).isEqualTo(frames);
            }
        }
    }

    @Test
    void aBatchOfOneRunsStraightFromItsSlot() {
        FrameSlot slot = new FrameSlots(1, TinyModel.SIZE).tryAcquire().orElseThrow();
        fill(slot.pixels(), 1, 2, 3);
        try (Engine engine = Engine.load(TinyModel.dense(), EngineOptions.DEFAULT);
                Lane lane = engine.lane(2)) {
            assertThat(row(lane.run(DENSE, slot), 0)).containsExactly(1, 2, 3);
        }
    }

    @Test
    void oneGraphServesEveryAmountOfItsFamily() {
        try (Engine engine = Engine.load(TinyModel.reduced(), EngineOptions.DEFAULT);
                Lane lane = engine.lane(1)) {
            fill(lane.batch().slot(0), 10, 20, 30);

            assertThat(row(lane.run(TinyModel.point("ppt:r=1", 1, 1), 1), 0)).containsExactly(20, 40, 60);
            assertThat(row(lane.run(TinyModel.point("ppt:r=2", 2, 3), 1), 0)).containsExactly(50, 100, 150);
            assertThat(row(lane.run(TinyModel.point("ppt:r=1", 1, 1), 1), 0)).containsExactly(20, 40, 60);
        }
    }

    @Test
    void pointsOfAnotherFamilyAreRefused() {
        OperatingPoint served = TinyModel.point("ppt:r=1", 1, 1);
        ModelId other = new ModelId("other", "1".repeat(64));
        try (Engine engine = Engine.load(TinyModel.reduced(), EngineOptions.DEFAULT);
                Lane lane = engine.lane(1)) {
            for (OperatingPoint foreign : List.of(
                    TinyModel.point("none"),
                    TinyModel.point("tome:r=1", 1, 1),
                    TinyModel.point("ppt:r=1,threshold=1", 1, 1),
                    TinyModel.point("ppt:r=1", 1, 1, 1),
                    new OperatingPoint(other, served.reducer(), served.precision(), served.schedule(), 1),
                    new OperatingPoint(served.model(), served.reducer(), Precision.INT8, served.schedule(), 1))) {
                assertThat(engine.serves(foreign)).as(foreign.toString()).isFalse();
                assertThatIllegalArgumentException().isThrownBy(() -> lane.run(foreign, 1));
            }
        }
    }

    @Test
    void manyThreadsShareOneEngine() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Engine engine = Engine.load(TinyModel.reduced(), EngineOptions.DEFAULT)) {
            List<Future<Boolean>> results = IntStream.range(1, 5)
                    .mapToObj(amount -> threads.submit(() -> runsRight(engine, amount)))
                    .toList();
            for (Future<Boolean> result : results) {
                assertThat(result.get(30, TimeUnit.SECONDS)).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static boolean runsRight(Engine engine, int amount) {
        OperatingPoint point = TinyModel.point("ppt:r=" + amount, amount, amount);
        try (Lane lane = engine.lane(1)) {
            fill(lane.batch().slot(0), amount, 0, 0);
            return IntStream.range(0, 500).allMatch(run -> lane.run(point, 1).get(0, 0) == 2f * amount * amount);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void aBatchMustFitTheLane(int frames) {
        try (Engine engine = Engine.load(TinyModel.dense(), EngineOptions.DEFAULT);
                Lane lane = engine.lane(2)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> lane.run(DENSE, frames))
                    .withMessage("Expected 1 to 2 frames, found " + frames + ".");
        }
    }

    @Test
    void anEngineSaysWhatItIsAndWarmsUp() {
        try (Engine engine = Engine.load(TinyModel.dense(), EngineOptions.DEFAULT)) {
            engine.warmUp(DENSE, 2, 1);

            assertThat(engine.provider()).isEqualTo(Provider.CPU);
            assertThat(engine.model()).isEqualTo(TinyModel.ID);
            assertThat(engine.classes()).isEqualTo(3);
        }
    }

    @Test
    void bytesThatAreNoModelAreRefused() {
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> Engine.load(TinyModel.garbage(), EngineOptions.DEFAULT))
                .withMessageStartingWith("Model tiny@000000000000 none FLOAT32, 100 bytes cannot be loaded:");
    }

    @Test
    void aGraphWithOtherOutputsIsRefused() {
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> Engine.load(TinyModel.withOutput("scores"), EngineOptions.DEFAULT))
                .withMessageContaining("expected 'logits', FLOAT [-1, 3], found only [scores]");
    }

    @Test
    void aClosedEngineRunsNothing() {
        Engine engine = Engine.load(TinyModel.dense(), EngineOptions.DEFAULT);
        try (Lane lane = engine.lane(1)) {
            engine.close();
            engine.close();

            assertThatIllegalStateException().isThrownBy(() -> lane.run(DENSE, 1));
        }
    }

    @Test
    void batchesAreUsedAgain() {
        try (Engine engine = Engine.load(TinyModel.dense(), EngineOptions.DEFAULT);
                Lane lane = engine.lane(1)) {
            PixelBatch batch = lane.batch();
            assertThat(lane.run(DENSE, 1)).isSameAs(lane.run(DENSE, 1));
            assertThat(lane.batch()).isSameAs(batch);
        }
    }

    private static float[] row(Logits logits, int frame) {
        float[] row = new float[logits.classes()];
        logits.copyRow(frame, row);
        return row;
    }
}
