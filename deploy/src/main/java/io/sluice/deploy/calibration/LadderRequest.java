package io.sluice.deploy.calibration;

import static io.sluice.deploy.UsageException.orUsage;

import io.sluice.deploy.UsageException;
import io.sluice.deploy.modeling.Weights;
import io.sluice.inference.model.ModelId;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.Preprocessing;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.TokenSchedule;
import io.sluice.inference.vit.OperatingPoints;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which operating points an operator wants to choose from.
 *
 * @param weights of the model
 * @param smaller of another one, to be used when load is high; the same classes of the same pixels
 * @param reducers each in every precision, for each model; empty for the usual ones, as far as they fit
 * @param precisions empty for FLOAT32 where there is but one reducer, else for those that suit model and device
 * @param tokens whether any are shed
 */
public record LadderRequest(
        Weights weights,
        Optional<Weights> smaller,
        List<ReducerSpec> reducers,
        List<Precision> precisions,
        Tokens tokens) {
    /** What becomes of tokens. */
    public enum Tokens {
        /** What the reducers say. */
        REDUCED,
        /** All stay, whatever the reducers say. */
        KEPT
    }

    /** Two methods: PPT is the most faithful for what it saves, EViT goes on where PPT ends; see the table in README.md. */
    private static final List<ReducerSpec> USUAL = specs(
            "none",
            "ppt:r=20",
            "ppt:r=35",
            "ppt:r=50",
            "ppt:r=65",
            "ppt:r=80",
            "evit:keep=0.7",
            "evit:keep=0.6",
            "evit:keep=0.5");

    /** For distilled models, which other methods do not take. */
    private static final List<ReducerSpec> USUAL_OF_FEW =
            specs("none", "tome:r=4", "tome:r=8", "tome:r=11", "tome:r=13", "tome:r=16");

    /** Operating points that differ in these only by name compute the same. */
    private record Computation(ModelId model, String method, TokenSchedule schedule, Precision precision) {
        static Computation of(OperatingPoint point) {
            return new Computation(point.model(), point.reducer().method(), point.schedule(), point.precision());
        }
    }

    /** @throws UsageException where the two models cannot stand in for one another */
    public LadderRequest {
        reducers = List.copyOf(reducers);
        precisions = List.copyOf(precisions);
        smaller.ifPresent(other -> requireInterchangeable(weights, other));
    }

    /** With the reducers as they are. */
    public LadderRequest(
            Weights weights, Optional<Weights> smaller, List<ReducerSpec> reducers, List<Precision> precisions) {
        this(weights, smaller, reducers, precisions, Tokens.REDUCED);
    }

    /** The same models in the same precisions, none of whose tokens are shed. */
    public LadderRequest wholeModels() {
        return new LadderRequest(weights, smaller, reducers, precisions, Tokens.KEPT);
    }

    private static List<ReducerSpec> specs(String... texts) {
        return Stream.of(texts).map(ReducerSpec::parse).toList();
    }

    private static void requireInterchangeable(Weights one, Weights other) {
        int classes = one.shape().classes();
        if (other.shape().classes() != classes) {
            throw unlike(
                    other, classes + " classes", String.valueOf(other.shape().classes()));
        }
        Preprocessing pixels = one.preprocessing();
        if (!pixels.takesPixelsOf(other.preprocessing())) {
            throw unlike(
                    other,
                    "pictures prepared as " + pixels,
                    other.preprocessing().toString());
        }
    }

    private static UsageException unlike(Weights other, String expected, String found) {
        return new UsageException("Option --smaller-weights: expected a model of " + expected + " as that of --weights,"
                + " found " + found + " in " + other.checkpoint().id() + ".");
    }

    /** The dense model in FLOAT32, which fidelity is measured against. */
    Candidate reference() {
        return candidate(weights, ReducerSpec.NONE, Precision.FLOAT32);
    }

    /**
     * All operating points that are wanted, each once.
     *
     * @throws UsageException where one that the operator named does not fit the model
     */
    List<Candidate> candidates() {
        return distinct(Stream.concat(Stream.of(weights), smaller.stream())
                .flatMap(this::of)
                .toList());
    }

    private Stream<Candidate> of(Weights model) {
        return precisionsOf(model).stream().flatMap(precision -> of(model, precision));
    }

    private Stream<Candidate> of(Weights model, Precision precision) {
        if (tokens == Tokens.KEPT) {
            return Stream.of(candidate(model, ReducerSpec.NONE, precision));
        }
        return reducers.isEmpty()
                ? usual(model, precision)
                : reducers.stream().map(spec -> candidate(model, spec, precision));
    }

    private List<Precision> precisionsOf(Weights model) {
        if (!precisions.isEmpty()) {
            return precisions;
        }
        return reducers.size() == 1 ? List.of(Precision.FLOAT32) : model.usualPrecisions();
    }

    private static Stream<Candidate> usual(Weights model, Precision precision) {
        List<Candidate> fitting = fitting(model, USUAL, precision);
        return (fitting.size() > 1 ? fitting : fitting(model, USUAL_OF_FEW, precision)).stream();
    }

    private static List<Candidate> fitting(Weights model, List<ReducerSpec> specs, Precision precision) {
        return specs.stream()
                .flatMap(spec -> find(model, spec, precision).stream())
                .toList();
    }

    private static Optional<Candidate> find(Weights model, ReducerSpec spec, Precision precision) {
        try {
            return Optional.of(candidate(model, spec, precision));
        } catch (UsageException e) { // says that the spec does not fit; nobody has asked for it
            return Optional.empty();
        }
    }

    private static Candidate candidate(Weights model, ReducerSpec spec, Precision precision) {
        ModelId id = model.checkpoint().id();
        return new Candidate(model, orUsage(() -> OperatingPoints.of(id, model.shape(), spec, precision)));
    }

    private static List<Candidate> distinct(List<Candidate> candidates) {
        Map<Computation, Candidate> byComputation = new LinkedHashMap<>();
        candidates.forEach(candidate -> byComputation.putIfAbsent(Computation.of(candidate.point()), candidate));
        return List.copyOf(byComputation.values());
    }
}
