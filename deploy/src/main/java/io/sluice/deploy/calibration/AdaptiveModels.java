package io.sluice.deploy.calibration;

import io.sluice.deploy.OperatorException;
import io.sluice.deploy.modeling.LoadedModel;
import io.sluice.deploy.modeling.Weights;
import io.sluice.deploy.tokens.TokenMaps;
import io.sluice.inference.engine.Calibration;
import io.sluice.inference.engine.CalibrationSettings;
import io.sluice.inference.engine.EngineBuilds;
import io.sluice.inference.engine.EngineSet;
import io.sluice.inference.engine.SampleFrame;
import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.ClassNames;
import io.sluice.inference.model.Ladder;
import io.sluice.inference.model.OperatingPoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Makes adaptive models: loads every candidate, measures it on this machine, makes the ladder of those that are worth
 * having, and gives back the memory of the rest. What was measured before is not measured again, and only the ladder is
 * loaded then. Either way every rung is warm in every size of batch before the model is handed out.
 */
public final class AdaptiveModels {
    private final CalibrationSettings settings;
    private final CalibrationCache cache;
    private final CalibrationView view;
    private final LongSupplier nanoTime;

    /**
     * Made with these settings.
     *
     * @param cache remembers measurements
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    public AdaptiveModels(
            CalibrationSettings settings, CalibrationCache cache, CalibrationView view, LongSupplier nanoTime) {
        this.settings = settings;
        this.cache = cache;
        this.view = view;
        this.nanoTime = nanoTime;
    }

    /**
     * A model that was loaded at a fixed operating point.
     *
     * @param model from now on this one's to close
     */
    public AdaptiveModel fixed(LoadedModel model) {
        EngineSet engines = new EngineSet(List.of(model.engine()));
        return adaptive(engines, timed(engines, List.of(model.point())), model.classNames(), new TokenMaps(List.of()));
    }

    /**
     * What an operator wants. Of a single operating point nothing but the service time is measured.
     *
     * @param samples to compare operating points on: the first of them that has frames
     * @throws io.sluice.deploy.UsageException where a named operating point does not fit the model
     * @throws OperatorException where there are no samples
     */
    public AdaptiveModel load(LadderRequest request, List<Samples> samples) {
        List<Candidate> candidates = request.candidates();
        try (CandidateEngines engines = new CandidateEngines()) {
            return candidates.size() == 1
                    ? single(candidates, engines)
                    : new Choice(request.reference(), candidates, engines).on(samples);
        }
    }

    /**
     * Like {@link #load}, and {@link PreparedSamples} stands for these samples from now on.
     *
     * @param samples that the operator has chosen for good
     */
    public AdaptiveModel prepare(LadderRequest request, Samples samples) {
        AdaptiveModel model = load(request, List.of(samples));
        CalibrationReport report = model.report();
        if (report.samples().isPresent()) {
            var unused =
                    cache.keep(key(request.candidates(), new PreparedSamples(), model.classNames()), report.measured());
        }
        return model;
    }

    private CalibrationKey key(List<Candidate> candidates, Samples samples, ClassNames names) {
        return CalibrationKeys.here(settings).of(candidates, samples.identity(names));
    }

    private AdaptiveModel single(List<Candidate> candidate, CandidateEngines engines) {
        List<OperatingPoint> point = points(candidate);
        List<CalibratedPoint> timed = timed(engines.load(candidate), point);
        Weights weights = candidate.get(0).weights();
        ClassNames names = weights.classNames();
        TokenMaps tokenMaps = new TokenMaps(List.of(weights), point);
        return adaptive(engines.handOver(Set.copyOf(point)), timed, names, tokenMaps);
    }

    private static AdaptiveModel adaptive(
            EngineSet engines, List<CalibratedPoint> only, ClassNames names, TokenMaps tokenMaps) {
        CalibrationReport report =
                new CalibrationReport(only, Optional.empty(), Optional.empty(), CalibrationReport.Origin.MEASURED);
        return new AdaptiveModel(engines, new Ladder(only), names, report, tokenMaps);
    }

    private List<CalibratedPoint> timed(EngineSet engines, List<OperatingPoint> points) {
        builds().make(engines, points);
        return calibration().time(engines, points);
    }

    private EngineBuilds builds() {
        return new EngineBuilds(settings, view::say);
    }

    private Calibration calibration() {
        return new Calibration(settings, nanoTime, view);
    }

    private static List<OperatingPoint> points(List<Candidate> candidates) {
        return candidates.stream().map(Candidate::point).toList();
    }

    /** Several candidates, of which a ladder is to be made. */
    private final class Choice {
        private final Candidate reference;
        private final List<Candidate> candidates;
        private final CandidateEngines engines;
        private final ClassNames names;

        Choice(Candidate reference, List<Candidate> candidates, CandidateEngines engines) {
            this.reference = reference;
            this.candidates = candidates;
            this.engines = engines;
            this.names = reference.weights().classNames();
        }

        AdaptiveModel on(List<Samples> samples) {
            for (Samples source : samples) {
                CalibrationKey key = key(candidates, source, names);
                Optional<AdaptiveModel> model = remembered(key).or(() -> measured(key, source));
                if (model.isPresent()) {
                    return model.get();
                }
            }
            throw new OperatorException("There are no sample frames to compare operating points on.");
        }

        private Optional<AdaptiveModel> remembered(CalibrationKey key) {
            return cache.find(key, points(candidates)).map(known -> {
                Ladder ladder = ladder(known);
                warmUp(ladder);
                Path file = cache.file(key);
                return model(
                        ladder,
                        new CalibrationReport(
                                known,
                                Optional.of(key.samples()),
                                Optional.of(file),
                                CalibrationReport.Origin.REMEMBERED));
            });
        }

        private void warmUp(Ladder ladder) {
            Set<OperatingPoint> rungs = rungs(ladder);
            List<Candidate> needed = candidates.stream()
                    .filter(candidate -> rungs.contains(candidate.point()))
                    .toList();
            EngineSet loaded = engines.load(needed);
            builds().make(loaded, List.copyOf(rungs));
            rungs.forEach(point -> settings.batches().forEach(batch -> loaded.warmUp(point, batch, settings.lanes())));
        }

        private Optional<AdaptiveModel> measured(CalibrationKey key, Samples source) {
            List<SampleFrame> frames = source.frames(reference.weights().preprocessing(), names, view::say);
            return frames.isEmpty() ? Optional.empty() : Optional.of(measured(key, frames));
        }

        private AdaptiveModel measured(CalibrationKey key, List<SampleFrame> frames) {
            view.say("Comparing " + candidates.size() + " operating points on " + key.samples() + ".");
            List<CalibratedPoint> measured = measure(frames);
            Optional<Path> file = cache.keep(key, measured);
            return model(
                    ladder(measured),
                    new CalibrationReport(
                            measured, Optional.of(key.samples()), file, CalibrationReport.Origin.MEASURED));
        }

        private List<CalibratedPoint> measure(List<SampleFrame> frames) {
            List<Candidate> all = new ArrayList<>(candidates);
            all.add(reference);
            EngineSet loaded = engines.load(all);
            return calibration().compare(loaded, reference.point(), timed(loaded, points(candidates)), frames);
        }

        private AdaptiveModel model(Ladder ladder, CalibrationReport report) {
            List<Weights> weights =
                    candidates.stream().map(Candidate::weights).distinct().toList();
            TokenMaps tokenMaps = new TokenMaps(weights, points(candidates));
            return new AdaptiveModel(engines.handOver(rungs(ladder)), ladder, names, report, tokenMaps);
        }

        private Set<OperatingPoint> rungs(Ladder ladder) {
            return ladder.rungs().stream().map(CalibratedPoint::point).collect(Collectors.toSet());
        }

        /** Below the dense model in FLOAT32 or, where the operator does not want that, the most faithful of all. */
        private Ladder ladder(List<CalibratedPoint> measured) {
            CalibratedPoint best = measured.stream()
                    .filter(point -> point.point().equals(reference.point()))
                    .findFirst()
                    .orElseGet(() -> measured.stream()
                            .max(Comparator.comparing(this::quality))
                            .orElseThrow());
            return Ladder.below(best, measured);
        }

        private double quality(CalibratedPoint point) {
            return point.fidelity().orElseThrow().quality();
        }
    }
}
