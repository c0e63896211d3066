package io.sluice.deploy.bench.load;

import io.sluice.deploy.OperatorException;
import io.sluice.inference.engine.EngineSet;
import io.sluice.inference.engine.LaneSet;
import io.sluice.inference.engine.TopLabels;
import io.sluice.inference.image.DecodeLimits;
import io.sluice.inference.image.Decoded;
import io.sluice.inference.image.FrameDecoder;
import io.sluice.inference.image.FrameSlot;
import io.sluice.inference.image.FrameSlots;
import io.sluice.inference.model.OperatingPoint;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the dense model says of pictures when nothing hurries it. */
final class DenseJudge implements AutoCloseable {
    private final OperatingPoint dense;
    private final FrameDecoder decoder;
    private final FrameSlot slot;
    private final LaneSet lane;
    private final TopLabels best = new TopLabels(1);
    private final IdentityHashMap<ByteBuffer, Integer> said = new IdentityHashMap<>();

    DenseJudge(EngineSet engines, OperatingPoint dense) throws InterruptedException {
        this.dense = dense;
        decoder = new FrameDecoder(engines.preprocessing(), DecodeLimits.DEFAULT);
        slot = new FrameSlots(1, engines.preprocessing().inputSize())
                .acquire(Duration.ZERO)
                .orElseThrow();
        lane = engines.lanes(1);
    }

    /** The footage judged by the dense model, where nothing better is known. */
    Footage judge(Footage footage) {
        return footage.truth() == Footage.Truth.KNOWN
                ? footage
                : footage.judgedBy(Footage.Truth.DENSE_MODEL, picture -> picture.withTruth(label(picture)));
    }

    /** Share of a footage's scenes, 0 to 1, that the dense model is right about, by the first shot of each. */
    double accuracy(Footage footage) {
        return footage.films().stream()
                .flatMap(DenseJudge::firstOfEachScene)
                .mapToInt(shot -> label(shot.picture()) == shot.picture().truth() ? 1 : 0)
                .average()
                .orElseThrow();
    }

    private static Stream<Shot> firstOfEachScene(List<Shot> film) {
        return IntStream.range(0, film.size())
                .filter(i -> i == 0 || film.get(i).scene() != film.get(i - 1).scene())
                .mapToObj(film::get);
    }

    private int label(Picture picture) {
        return said.computeIfAbsent(picture.image(), this::classify);
    }

    private int classify(ByteBuffer image) {
        if (decoder.decode(image, slot.pixels()) instanceof Decoded.Unreadable unreadable) {
            throw new OperatorException("A picture to be shown cannot be read: " + unreadable.reason());
        }
        return best.of(lane.run(dense, List.of(slot)), 0).get(0).index();
    }

    @Override
    public void close() {
        lane.close();
        slot.release();
        decoder.close();
    }
}
