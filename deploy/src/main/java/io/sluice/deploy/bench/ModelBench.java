package io.sluice.deploy.bench;

import io.sluice.deploy.modeling.Engines;
import io.sluice.deploy.modeling.Rung;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How fast a model is at different operating points. In every repetition each combination has its turn, the dense model in
 * FLOAT32 and in the precisions asked for among them, so that whatever else keeps the machine busy hits all alike; ratios
 * are taken within a repetition.
 */
public final class ModelBench {
    private final ModelBenchSettings settings;
    private final LongSupplier nanoTime;
    private final BooleanSupplier stopped;
    private final Consumer<String> progress;

    private final Map<Combination, Rung> rungs = new LinkedHashMap<>();
    private final Map<Combination, List<Double>> rates = new LinkedHashMap<>();
    private final EngineMemory memory = new EngineMemory(new ResidentMemory(ResidentMemory.OF_THIS_PROCESS));

    /**
     * A bench for one run.
     *
     * @param nanoTime a clock like {@link System#nanoTime}
     * @param stopped whether to end with what has been measured
     * @param progress told in a line what is going on
     */
    public ModelBench(
            ModelBenchSettings settings, LongSupplier nanoTime, BooleanSupplier stopped, Consumer<String> progress) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.stopped = stopped;
        this.progress = progress;
    }

    /** Measures each combination; in their order, and empty when stopped before the first repetition was complete. */
    public List<Throughput> run(Engines engines, List<Combination> combinations) {
        List<Combination> all = combinations.stream()
                .flatMap(Combination::withReferences)
                .distinct()
                .toList();
        try (EngineTimer timer = new EngineTimer(settings.threads(), nanoTime)) {
            new Rehearsal(timer).run();
            all.forEach(combination -> load(engines, combination, timer));
            measure(timer);
        }
        return combinations.stream()
                .filter(combination -> completeRepetitions() > 0)
                .map(combination -> row(combination, combinations))
                .toList();
    }

    private void load(Engines engines, Combination combination, EngineTimer timer) {
        if (!stopped.getAsBoolean()) {
            progress.accept("Loading " + combination.reducer() + ", " + combination.precision() + ", batch "
                    + combination.batch());
            Rung rung = memory.watch(
                    () -> engines.rung(combination.reducer(), combination.precision()),
                    loaded -> timer.imagesPerSecond(loaded, combination.batch(), Duration.ZERO));
            rungs.put(combination, rung);
        }
    }

    private void measure(EngineTimer timer) {
        for (int repetition = 1; repetition <= settings.repetitions(); repetition++) {
            progress.accept("Repetition " + repetition + " of " + settings.repetitions());
            for (Map.Entry<Combination, Rung> turn : rungs.entrySet()) {
                if (stopped.getAsBoolean()) {
                    return;
                }
                int batch = turn.getKey().batch();
                rates.computeIfAbsent(turn.getKey(), first -> new ArrayList<>())
                        .add(timer.imagesPerSecond(turn.getValue(), batch, settings.duration()));
            }
        }
    }

    private int completeRepetitions() {
        return rates.size() < rungs.size()
                ? 0
                : rates.values().stream().mapToInt(List::size).min().orElse(0);
    }

    private Throughput row(Combination combination, List<Combination> ladder) {
        Rung rung = rungs.get(combination);
        double macsRatio = (double) rungs.get(combination.dense()).point().macs()
                / rung.point().macs();
        Spread rate = Spread.of(rates.get(combination));
        Spread speedup = ratio(combination, combination.baseline(), 1);
        Spread efficiency = ratio(combination, combination.dense(), macsRatio);
        return new Throughput(
                rung.point().model().toString(),
                rung.point().reducer().toString(),
                combination.precision().name(),
                combination.batch(),
                settings.threads(),
                completeRepetitions(),
                rung.point().gmacs(),
                rate.median(),
                rate,
                Spread.of(rates.get(combination.baseline())).median(),
                speedup.median(),
                speedup,
                macsRatio,
                efficiency.median(),
                efficiency,
                memory.of(rung.engine()),
                memory.of(ladder.stream().map(rungs::get).map(Rung::engine).collect(Collectors.toList())));
    }

    /** Of two rates, repetition by repetition, in units of {@code unit}. */
    private Spread ratio(Combination of, Combination to, double unit) {
        return Spread.of(IntStream.range(0, completeRepetitions())
                .mapToObj(i -> rates.get(of).get(i) / rates.get(to).get(i) / unit)
                .toList());
    }
}
