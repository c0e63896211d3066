package io.sluice.deploy.tokens;

import static io.sluice.deploy.UsageException.orUsage;

import io.sluice.deploy.UsageException;
import io.sluice.deploy.modeling.Weights;
import io.sluice.inference.engine.EngineOptions;
import io.sluice.inference.engine.TokenMapper;
import io.sluice.inference.engine.TopLabels;
import io.sluice.inference.engine.TracedAnswer;
import io.sluice.inference.image.Decoded;
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
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One checkpoint that frames are traced with. The files beside it are read at once: those of the model that comes with Sluice
 * are there only until it is loaded. All else waits for the first picture. Whatever labels frames, this runs on the CPU: few frames
 * are looked at, and a GPU would have to build engines for them.
 */
public final class TracedWeights implements AutoCloseable {
    private final ModelId id;
    private final VitShape shape;
    private final Preprocessing preprocessing;
    private final ClassNames names;
    private final TokenMapper mapper;

    private Optional<SeenPicture> seen = Optional.empty();
    private boolean closed;

    private TracedWeights(Weights weights, Function<TokenMapper.Source, TokenMapper> mapper) {
        this.id = weights.checkpoint().id();
        this.shape = weights.shape();
        this.preprocessing = weights.preprocessing();
        this.names = weights.classNames();
        this.mapper = mapper.apply(point -> weights.traced(point.reducer(), point.precision()));
    }

    /** At whatever operating point somebody asks for. */
    public static TracedWeights atAny(Weights weights) {
        return new TracedWeights(weights, source -> TokenMapper.ofAny(source, EngineOptions.DEFAULT));
    }

    /** At operating points of the same families as some of these, which may be of other models too. */
    static TracedWeights at(Collection<OperatingPoint> points, Weights weights) {
        return new TracedWeights(weights, source -> TokenMapper.of(points, source, EngineOptions.DEFAULT));
    }

    ModelId id() {
        return id;
    }

    /**
     * What a spec means for this model.
     *
     * @throws UsageException with one sentence where the spec does not fit the model, or is not to be asked for
     */
    public OperatingPoint point(ReducerSpec reducer, Precision precision) {
        OperatingPoint point = orUsage(() -> OperatingPoints.of(id, shape, reducer, precision));
        if (!mapper.shows(point)) {
            throw new UsageException("The frame was labelled at " + reducer + " in " + precision
                    + ", expected a method and precision that this process labels at.");
        }
        return point;
    }

    /** Decodes and runs a frame. */
    synchronized TracedFrame trace(Frame frame, OperatingPoint point, TopLabels top) {
        SeenPicture picture = opened();
        return traced(picture, picture.put(frame), point, top);
    }

    /**
     * Decodes and runs a JPEG or PNG file.
     *
     * @param file from position to limit
     */
    public synchronized TracedFrame trace(ByteBuffer file, OperatingPoint point, TopLabels top) {
        SeenPicture picture = opened();
        return traced(picture, picture.put(file), point, top);
    }

    private SeenPicture opened() {
        if (closed) {
            throw new IllegalStateException("What traces frames with " + id + " is closed.");
        }
        if (seen.isEmpty()) {
            seen = Optional.of(new SeenPicture(preprocessing));
        }
        return seen.get();
    }

    private TracedFrame traced(SeenPicture picture, Decoded decoded, OperatingPoint point, TopLabels top) {
        if (decoded instanceof Decoded.Unreadable unreadable) {
            return new TracedFrame.Untraced(unreadable.reason());
        }
        TracedAnswer answer = mapper.map(picture.pixels(), point, top);
        List<Label> labels = answer.labels().stream()
                .map(scored -> new Label(scored.index(), names.name(scored.index()), scored.score()))
                .toList();
        return new TracedFrame.Traced(answer.tokens(), picture.region(), labels);
    }

    /** What the model saw of the last frame that was traced, {@code uint8 [inputSize, inputSize, 3]}; a copy. */
    public synchronized ByteBuffer seen() {
        ByteBuffer pixels = opened().pixels();
        return ByteBuffer.allocate(pixels.remaining()).put(pixels).flip();
    }

    @Override
    public synchronized void close() {
        closed = true;
        mapper.close();
        seen.ifPresent(SeenPicture::close);
        seen = Optional.empty();
    }
}
