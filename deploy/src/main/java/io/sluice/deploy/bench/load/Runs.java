package io.sluice.deploy.bench.load;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The runs of a bench: each contender once in a repetition, whichever policies need it. */
final class Runs implements AutoCloseable {
    private final LoadBenchSettings settings;
    private final LoadRun load;
    private final Demand demand;
    private final Consumer<String> progress;
    private final Optional<FrameCsv> csv;
    private final Map<String, List<RunMetrics>> metrics = new LinkedHashMap<>();
    private final Map<String, LoadRun.Result> latest = new LinkedHashMap<>();

    Runs(LoadBenchSettings settings, LoadRun load, Demand demand, Consumer<String> progress) {
        this.settings = settings;
        this.load = load;
        this.demand = demand;
        this.progress = progress;
        csv = settings.csv().map(FrameCsv::new);
    }

    /**
     * Runs every contender once.
     *
     * @return whether all ran, and it was not asked to stop
     */
    boolean repeat(int repetition, List<Policy> policies, BooleanSupplier stopped) throws InterruptedException {
        for (Contender contender : contenders(policies)) {
            if (stopped.getAsBoolean()) {
                return false;
            }
            run(repetition, contender);
        }
        return true;
    }

    private static List<Contender> contenders(List<Policy> policies) {
        Map<String, Contender> byId = new LinkedHashMap<>();
        policies.forEach(
                policy -> policy.contenders().forEach(contender -> byId.putIfAbsent(contender.id(), contender)));
        return List.copyOf(byId.values());
    }

    private void run(int repetition, Contender contender) throws InterruptedException {
        System.gc(); // so that none pays for another's garbage
        LoadRun.Result result = load.run(contender, settings.deadline());
        RunMetrics judged = RunMetrics.of(
                result.frames(),
                settings.deadline(),
                settings.load().moments(demand),
                Fate.Point.of(contender.steering().ladder().best().point()));
        metrics.computeIfAbsent(contender.id(), first -> new ArrayList<>()).add(judged);
        latest.put(contender.id(), result);
        csv.ifPresent(file -> file.write(contender.id(), repetition, result.frames()));
        progress.accept(String.format(
                Locale.ROOT,
                "%s, run %d of %d: %.1f %% effective, %.1f %% in time, %d of %d shed, %d lost",
                contender.id(),
                repetition,
                settings.repetitions(),
                100 * judged.effectiveAccuracy(),
                100 * judged.deadlineAttainment(),
                judged.counts().shed(),
                judged.counts().offered(),
                judged.counts().lost()));
    }

    /** Whether every contender has run. */
    boolean complete(List<Policy> policies) {
        return contenders(policies).stream().allMatch(contender -> metrics.containsKey(contender.id()));
    }

    /** What came of all. */
    LoadOutcome outcome(List<Policy> policies, LoadOutcome.Setting setting) {
        Map<String, List<FrameFate>> frames = new LinkedHashMap<>();
        List<PolicyResult> results = new ArrayList<>();
        for (Policy policy : policies) {
            PolicyResult result = result(policy);
            results.add(result);
            frames.put(result.name(), latest.get(result.ran()).frames());
        }
        return LoadOutcome.of(settings, setting, results, frames, late());
    }

    private Percentiles late() {
        return Percentiles.of(latest.values().stream().flatMap(result -> result.late().stream()));
    }

    private PolicyResult result(Policy policy) {
        return policy.contenders().stream()
                .map(contender -> PolicyResult.of(policy.kind().text(), contender.id(), metrics.get(contender.id())))
                .max(Comparator.comparingDouble(PolicyResult::effectiveAccuracy))
                .orElseThrow();
    }

    @Override
    public void close() {
        csv.ifPresent(FrameCsv::close);
    }
}
