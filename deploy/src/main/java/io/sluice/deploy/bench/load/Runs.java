package io.sluice.deploy.bench.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The runs of a bench: each contender once in a repetition, whichever policies need it. */
final class Runs implements AutoCloseable {
    private final LoadBenchSettings settings;
    private final LoadRun load;
    private final Demand demand;
    private final Consumer<String> progress;
    private final Optional<FrameCsv> csv;
    private final Map<String, List<JudgedRun>> judged = new LinkedHashMap<>();
    private final List<Duration> late = new ArrayList<>();
    private Map<String, LoadRun.Result> latest = Map.of();
    private int repetitions;

    Runs(LoadBenchSettings settings, LoadRun load, Demand demand, Consumer<String> progress) {
        this.settings = settings;
        this.load = load;
        this.demand = demand;
        this.progress = progress;
        csv = settings.csv().map(FrameCsv::new);
    }

    /**
     * Runs every contender once. A repetition that is not complete does not count.
     *
     * @return whether all ran, and it was not asked to stop
     */
    boolean repeat(int repetition, List<Policy> policies, BooleanSupplier stopped) throws InterruptedException {
        Map<String, LoadRun.Result> results = new LinkedHashMap<>();
        Map<String, RunMetrics> metrics = new LinkedHashMap<>();
        for (Contender contender : contenders(policies)) {
            if (stopped.getAsBoolean()) {
                return false;
            }
            LoadRun.Result result = run(contender);
            results.put(contender.id(), result);
            metrics.put(contender.id(), judge(repetition, contender, result));
        }
        keep(results, metrics);
        return true;
    }

    private void keep(Map<String, LoadRun.Result> results, Map<String, RunMetrics> metrics) {
        Optional<List<FrameFate>> dense = dense(results);
        results.forEach((id, result) -> {
            judged.computeIfAbsent(id, first -> new ArrayList<>()).add(JudgedRun.of(result, metrics.get(id), dense));
            late.addAll(result.late());
        });
        latest = results;
        repetitions++;
    }

    /** The hard one of the dense policies, or else the first. */
    private static Optional<List<FrameFate>> dense(Map<String, LoadRun.Result> results) {
        return Stream.concat(Stream.of(PolicyKind.DENSE_DEADLINE.text()), results.keySet().stream())
                .filter(id -> id.startsWith(PolicyKind.DENSE_PREFIX) && results.containsKey(id))
                .findFirst()
                .map(id -> results.get(id).frames());
    }

    private static List<Contender> contenders(List<Policy> policies) {
        Map<String, Contender> byId = new LinkedHashMap<>();
        policies.forEach(
                policy -> policy.contenders().forEach(contender -> byId.putIfAbsent(contender.id(), contender)));
        return List.copyOf(byId.values());
    }

    private LoadRun.Result run(Contender contender) throws InterruptedException {
        System.gc(); // so that none pays for another's garbage
        return load.run(contender, settings.deadline());
    }

    private RunMetrics judge(int repetition, Contender contender, LoadRun.Result result) {
        RunMetrics judged = RunMetrics.of(
                result.frames(),
                settings.deadline(),
                settings.load().moments(demand),
                Fate.Point.of(contender.steering().ladder().best().point()));
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
        return judged;
    }

    /** How many are complete. */
    int repetitions() {
        return repetitions;
    }

    /** What came of all repetitions that are complete, at least one. */
    LoadOutcome outcome(List<Policy> policies, LoadOutcome.Setting setting) {
        Map<String, List<FrameFate>> frames = new LinkedHashMap<>();
        List<PolicyResult> results = new ArrayList<>();
        for (Policy policy : policies) {
            PolicyResult result = result(policy);
            results.add(result);
            frames.put(result.name(), latest.get(result.ran()).frames());
        }
        return LoadOutcome.of(settings, setting, repetitions, results, frames, Percentiles.of(late.stream()));
    }

    private PolicyResult result(Policy policy) {
        return policy.contenders().stream()
                .map(contender -> PolicyResult.of(policy.kind().text(), contender.id(), judged.get(contender.id())))
                .max(Comparator.comparingDouble(PolicyResult::effectiveAccuracy))
                .orElseThrow();
    }

    @Override
    public void close() {
        csv.ifPresent(FrameCsv::close);
    }
}
