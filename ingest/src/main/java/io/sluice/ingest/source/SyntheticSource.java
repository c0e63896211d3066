package io.sluice.ingest.source;

import java.util.OptionalLong;
import org.bytedeco.opencv.opencv_core.Mat;

/** Plays a {@link SyntheticScene} from its frame 0. */
final class SyntheticSource implements FrameSource {
    private final SyntheticShapes shapes;
    private final SceneRenderer renderer;
    private long frame = -1;

    SyntheticSource(SyntheticShapes shapes) {
        this.shapes = shapes;
        renderer = new SceneRenderer(shapes.scene());
    }

    @Override
    public void open() {
        // Nothing to connect to.
    }

    @Override
    public boolean live() {
        return false;
    }

    @Override
    public OptionalLong advance() {
        frame++;
        boolean over = shapes.frames().isPresent() && frame >= shapes.frames().getAsLong();
        return over ? OptionalLong.empty() : OptionalLong.of(Math.round(frame * 1e6 / shapes.fps()));
    }

    @Override
    public Mat picture() {
        return renderer.draw(frame);
    }

    @Override
    public void interrupt() {
        // Never blocks.
    }

    @Override
    public void close() {
        renderer.close();
    }
}
