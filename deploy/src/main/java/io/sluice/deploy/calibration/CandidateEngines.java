package io.sluice.deploy.calibration;

import io.sluice.deploy.modeling.Engines;
import io.sluice.deploy.modeling.Weights;
import io.sluice.inference.engine.Engine;
import io.sluice.inference.engine.EngineSet;
import io.sluice.inference.model.OperatingPoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The engines of candidates, closed with this unless handed over. For one thread. */
final class CandidateEngines implements AutoCloseable {
    private final Map<Weights, Engines> byWeights = new LinkedHashMap<>();

    /** Loads what some candidates need; the set is a view, valid as long as this. */
    EngineSet load(List<Candidate> candidates) {
        candidates.forEach(candidate -> byWeights
                .computeIfAbsent(candidate.weights(), Weights::engines)
                .rung(candidate.point().reducer(), candidate.point().precision()));
        return new EngineSet(byWeights.values().stream()
                .flatMap(engines -> engines.loaded().stream())
                .toList());
    }

    /** Those that run some points, from now on the caller's; all others are closed. */
    EngineSet handOver(Set<OperatingPoint> points) {
        List<Engine> needed = byWeights.values().stream()
                .flatMap(engines -> engines.handOver(points).stream())
                .collect(Collectors.toList());
        byWeights.clear();
        return new EngineSet(needed);
    }

    @Override
    public void close() {
        byWeights.values().forEach(Engines::close);
    }
}
