package io.sluice.deploy.tokens;

import io.sluice.deploy.modeling.Weights;
import io.sluice.inference.engine.EngineOptions;
import io.sluice.inference.engine.TokenMapper;
import io.sluice.inference.engine.TopLabels;
import io.sluice.inference.engine.TracedAnswer;
import io.sluice.inference.image.DecodeLimits;
import io.sluice.inference.image.Decoded;
import io.sluice.inference.image.FrameDecoder;
import io.sluice.inference.image.PictureClaim;
import io.sluice.inference.image.PictureFormat;
import io.sluice.inference.model.ClassNames;
import io.sluice.inference.model.ModelId;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.Preprocessing;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.VitShape;
import io.sluice.inference.vit.OperatingPoints;
import io.sluice.schemas.Frame;
import io.sluice.schemas.Label;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * One checkpoint that frames are traced with. The files beside it are read at once: those of the model that comes with Sluice
 * are there only until it is loaded.
 */
public final class TracedWeights implements AutoCloseable {
    private final ModelId id;
    private final VitShape shape;
    private final ClassNames names;
    private final TokenMapper mapper;
    private final FrameDecoder decoder;
    private final ByteBuffer pixels;

    private boolean closed;

    /** Nothing is compiled yet. */
    public TracedWeights(Weights weights) {
        Preprocessing preprocessing = weights.preprocessing();
        int side = preprocessing.inputSize();
        this.id = weights.checkpoint().id();
        this.shape = weights.shape().forInputSize(side);
        this.names = weights.classNames();
        this.mapper =
                new TokenMapper(point -> weights.traced(point.reducer(), point.precision()), EngineOptions.DEFAULT);
        this.decoder = new FrameDecoder(preprocessing, DecodeLimits.DEFAULT);
        this.pixels = ByteBuffer.allocateDirect(side * side * 3);
    }

    ModelId id() {
        return id;
    }

    /**
     * What a spec means for this model.
     *
     * @throws IllegalArgumentException with one sentence for the user where the spec does not fit the model
     */
    public OperatingPoint point(ReducerSpec reducer, Precision precision) {
        return OperatingPoints.of(id, shape, reducer, precision);
    }

    /** Decodes and runs a frame. */
    synchronized TracedFrame trace(Frame frame, OperatingPoint point, TopLabels top) {
        requireOpen();
        return switch (frame.getEncoding()) {
            case JPEG -> traced(decoder.decode(frame.getImage(), claim(PictureFormat.JPEG, frame), pixels), point, top);
            case PNG -> traced(decoder.decode(frame.getImage(), claim(PictureFormat.PNG, frame), pixels), point, top);
            case RGB24 ->
                traced(decoder.decodeRgb24(frame.getImage(), frame.getWidth(), frame.getHeight(), pixels), point, top);
        };
    }

    private static PictureClaim claim(PictureFormat format, Frame frame) {
        return new PictureClaim(format, frame.getWidth(), frame.getHeight());
    }

    /**
     * Decodes and runs a JPEG or PNG file.
     *
     * @param picture the file, from position to limit
     */
    public synchronized TracedFrame trace(ByteBuffer picture, OperatingPoint point, TopLabels top) {
        requireOpen();
        return traced(decoder.decode(picture, pixels), point, top);
    }

    /** The decoder's memory is gone with it. */
    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("What traces frames with " + id + " is closed.");
        }
    }

    private TracedFrame traced(Decoded decoded, OperatingPoint point, TopLabels top) {
        if (decoded instanceof Decoded.Unreadable unreadable) {
            return new TracedFrame.Untraced(unreadable.reason());
        }
        TracedAnswer answer = mapper.map(pixels, point, top);
        List<Label> labels = answer.labels().stream()
                .map(scored -> new Label(scored.index(), names.name(scored.index()), scored.score()))
                .toList();
        return new TracedFrame.Traced(answer.tokens(), decoder.seen(), labels);
    }

    /** What the model saw of the last frame that was traced, {@code uint8 [inputSize, inputSize, 3]}; a copy. */
    public synchronized ByteBuffer seen() {
        return ByteBuffer.allocate(pixels.capacity()).put(pixels.duplicate()).flip();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            mapper.close();
            decoder.close();
        }
    }
}
