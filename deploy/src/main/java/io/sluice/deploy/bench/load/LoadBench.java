package io.sluice.deploy.bench.load;

import com.sun.management.OperatingSystemMXBean;
import io.sluice.deploy.bench.Spread;
import io.sluice.deploy.broker.BrokerSettings;
import io.sluice.deploy.broker.EmbeddedBroker;
import io.sluice.inference.control.SlackController;
import io.sluice.inference.model.CalibratedPoint;
import io.sluice.ingest.pacing.Ticker;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Compares ways to meet load on the real pipeline: one broker and one set of warm engines for all, topics and a consumer
 * group for each run. Policies take turns within each repetition, so that whatever else the machine does hits all alike. All
 * loads are multiples of the dense model's capacity, which is measured here first, end to end.
 */
public final class LoadBench {
    private final LoadBenchSettings settings;
    private final InstantSource clock;
    private final Ticker ticker;
    private final Consumer<String> progress;
    private final BooleanSupplier stopped;

    /**
     * @param progress told in a line what is going on
     * @param stopped whether to end after the run of now, with what there is
     */
    public LoadBench(
            LoadBenchSettings settings,
            InstantSource clock,
            Ticker ticker,
            Consumer<String> progress,
            BooleanSupplier stopped) {
        this.settings = settings;
        this.clock = clock;
        this.ticker = ticker;
        this.progress = progress;
        this.stopped = stopped;
    }

    /**
     * Runs all.
     *
     * @param shown what the cameras show
     * @return what was found and how it went; of the repetitions that were complete; empty where it was stopped before there was one
     */
    public Optional<LoadOutcome> run(LoadModel model, PictureSource shown) throws InterruptedException {
        try (PausableRelay relay = new PausableRelay();
                EmbeddedBroker broker = EmbeddedBroker.startBehind(BrokerSettings.temporary(), relay.port());
                DenseJudge judge = new DenseJudge(
                        model.all().engines(), model.all().ladder().best().point())) {
            relay.to(broker.port());
            Rig rig = new Rig(
                    Map.of("bootstrap.servers", broker.bootstrapServers()),
                    relay,
                    model.names(),
                    settings.lanes(),
                    clock,
                    ticker,
                    LoadBench::cpuNanos);
            Footage footage = judge.judge(shown.films(model.names(), settings.cameras(), settings.seed()));
            return run(model, rig, footage, judge.accuracy(footage));
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private Optional<LoadOutcome> run(LoadModel model, Rig rig, Footage footage, double denseUnloaded)
            throws InterruptedException {
        Policies all = new Policies(model, new SlackController(), settings.deadline(), settings.maxBatch());
        List<Policy> policies = settings.policies().stream().map(all::of).toList();
        if (stopped.getAsBoolean()) {
            return nothing();
        }
        Spread capacity = capacity(rig, footage, all, model.all().ladder().best());
        Demand demand = new Demand(capacity.median(), settings.duration(), settings.cameras(), settings.seed());
        try (Runs runs = new Runs(settings, new LoadRun(rig, footage, demand, settings.load()), demand, progress)) {
            for (int repetition = 1; repetition <= settings.repetitions(); repetition++) {
                if (!runs.repeat(repetition, policies, stopped)) {
                    break;
                }
            }
            return outcome(
                    runs,
                    policies,
                    new LoadOutcome.Setting(
                            model, demand, capacity, footage.truth().measure(), denseUnloaded));
        }
    }

    private Optional<LoadOutcome> outcome(Runs runs, List<Policy> policies, LoadOutcome.Setting setting) {
        return runs.repetitions() == 0 ? nothing() : Optional.of(runs.outcome(policies, setting));
    }

    private Optional<LoadOutcome> nothing() {
        progress.accept("Stopped before every policy had run once: there is nothing to compare.");
        return Optional.empty();
    }

    private Spread capacity(Rig rig, Footage footage, Policies policies, CalibratedPoint dense)
            throws InterruptedException {
        Contender queue = policies.of(PolicyKind.DENSE_QUEUE).contenders().get(0);
        double bare = settings.lanes() * 1e9 / dense.timePerFrame().toNanos();
        Demand most = new Demand(bare, settings.probe(), settings.cameras(), settings.seed());
        Spread capacity = new CapacityProbe(rig, footage, most).measure(queue, settings.deadline());
        progress.accept(String.format(
                Locale.ROOT,
                "dense capacity, end to end: %.1f frames/s (%.1f-%.1f)",
                capacity.median(),
                capacity.least(),
                capacity.most()));
        return capacity;
    }
}
