package io.sluice.deploy.tokens;

import static io.sluice.deploy.UsageException.orUsage;

import io.sluice.deploy.UsageException;
import io.sluice.deploy.modeling.Weights;
import io.sluice.inference.engine.TopLabels;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.vit.ModelFileException;
import io.sluice.schemas.Frame;
import io.sluice.schemas.Quality;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Token maps of frames that somebody looks at, from the checkpoints whose models label them. Nothing is loaded before the first
 * is asked for; what is loaded has sessions of its own, so that the models that label frames know nothing of it. For any
 * number of threads, one run of a model at a time; a run takes as long as a frame does on one core, the first of a family as
 * long as loading a model.
 */
public final class TokenMaps implements AutoCloseable {
    private final List<TracedWeights> models;

    /**
     * Of checkpoints whose models label elsewhere, at operating points that only the labels say. They are read at once as far
     * as their files may go away.
     *
     * @param weights none where there are built models only, which cannot say more than labels
     */
    public TokenMaps(List<Weights> weights) {
        models = weights.stream().map(TracedWeights::atAny).toList();
    }

    /**
     * Of checkpoints whose models label here, so that no label makes this compile what they are never run as. They are read
     * at once as far as their files may go away.
     *
     * @param weights of all models that label
     * @param points that they may label at; other amounts of the same methods may be traced too
     */
    public TokenMaps(List<Weights> weights, Collection<OperatingPoint> points) {
        models = weights.stream().map(model -> TracedWeights.at(points, model)).toList();
    }

    /** Whether there is a model that can be asked. */
    public boolean areThere() {
        return !models.isEmpty();
    }

    /**
     * Traces a frame as it was labelled.
     *
     * @param frame with the picture
     * @param quality how its labels were computed
     * @throws io.sluice.inference.engine.EngineException where ONNX Runtime fails
     * @throws IllegalStateException when this is closed
     */
    public TracedFrame trace(Frame frame, Quality quality) {
        Optional<TracedWeights> model = models.stream()
                .filter(candidate -> candidate.id().toString().equals(quality.getModel()))
                .findFirst();
        if (model.isEmpty()) {
            return new TracedFrame.Untraced("The frame was labelled by " + quality.getModel() + ", expected one of "
                    + models.stream().map(TracedWeights::id).toList() + ".");
        }
        try {
            return trace(model.get(), frame, quality);
        } catch (UsageException | ModelFileException e) { // such as INT8 on a machine without activation ranges
            return new TracedFrame.Untraced(e.getMessage());
        }
    }

    private static TracedFrame trace(TracedWeights model, Frame frame, Quality quality) {
        ReducerSpec reducer = orUsage(() -> ReducerSpec.parse(quality.getReducer()));
        return model.trace(frame, model.point(reducer, precision(quality.getPrecision())), TopLabels.FIVE);
    }

    private static Precision precision(String name) {
        return Stream.of(Precision.values())
                .filter(precision -> precision.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("The frame was labelled in precision '" + name
                        + "', expected one of " + Arrays.toString(Precision.values()) + "."));
    }

    @Override
    public void close() {
        models.forEach(TracedWeights::close);
    }
}
