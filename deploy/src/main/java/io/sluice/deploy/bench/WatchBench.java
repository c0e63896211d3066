package io.sluice.deploy.bench;

import io.sluice.deploy.OperatorException;
import io.sluice.deploy.broker.BrokerSettings;
import io.sluice.deploy.broker.EmbeddedBroker;
import io.sluice.deploy.console.Console;
import io.sluice.deploy.console.ConsoleSettings;
import io.sluice.deploy.console.Frames;
import io.sluice.deploy.modeling.LoadedModel;
import io.sluice.deploy.web.Vitals;
import io.sluice.deploy.web.WebServer;
import io.sluice.deploy.web.WebSettings;
import io.sluice.inference.control.CameraPolicies;
import io.sluice.inference.control.Steering;
import io.sluice.inference.metrics.Meters;
import io.sluice.inference.stream.InferenceService;
import io.sluice.inference.stream.InferenceSettings;
import io.sluice.inference.stream.Telemetry;
import io.sluice.schemas.Topics;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What it costs to be watched: one process answers frames that lie ready on the topic of an embedded broker, and takes turns
 * between nobody who watches, Prometheus that scrapes each second, and a browser that shows the console. Those who watch are in
 * the same process, on the same cores.
 */
public final class WatchBench {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final int QUIET_SCRAPES = 50;

    /** About what a screen shows of many cameras. */
    private static final int TILES = 12;

    /** Frames stored for each that the bare engine manages: the pipeline must not run dry. */
    private static final double HEADROOM = 1.3;

    private final Duration window;
    private final int windows;
    private final int cameras;
    private final int lanes;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final HttpClient client = HttpClient.newHttpClient();
    private final CountDownLatch never = new CountDownLatch(1);

    /** Frames/s by turn. */
    private final Map<Kind, List<Double>> measured = new EnumMap<>(Kind.class);

    private enum Kind {
        UNWATCHED,
        SCRAPED,
        VIEWED
    }

    /** What is watched, where those who watch look, and how many frames lie ready. */
    private record Served(InferenceService service, URI address, Scraper scraper, long frames) {
        /** What was measured is the machine's speed only if it never ran out of frames. */
        void requireBusy() {
            service.ended().getNow(null);
            if (service.ledger().answered() >= frames) {
                throw new OperatorException("All " + frames + " frames were answered before the time was over: the"
                        + " machine was slower when it was measured how many are needed. Measure again.");
            }
        }
    }

    /**
     * @param window length of a stretch; at least a second
     * @param windows stretches of each kind
     * @param cameras whose frames are answered
     * @param lanes threads that run the model
     * @param clock wall clock
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    public WatchBench(
            Duration window, int windows, int cameras, int lanes, InstantSource clock, LongSupplier nanoTime) {
        this.window = window;
        this.windows = windows;
        this.cameras = cameras;
        this.lanes = lanes;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** Measures. */
    public WatchResult run(LoadedModel model) throws InterruptedException {
        double rate = new BareEngine(model, lanes, nanoTime).framesPerSecond(Duration.ofSeconds(1));
        long frames = (long) (rate * HEADROOM * window.toSeconds() * Kind.values().length * (windows + 1));
        Topics topics = new Topics("bench-" + UUID.randomUUID());
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.temporary())) {
            Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
            StoredFrames stored = new StoredFrames(cameras, frames / cameras + 1);
            stored.store(topics, kafka);
            return run(model, topics, kafka, stored.frames());
        }
    }

    private WatchResult run(LoadedModel model, Topics topics, Map<String, Object> kafka, long frames)
            throws InterruptedException {
        try (Vitals vitals = new Vitals(new Meters(), "The bench has not begun.");
                Console console =
                        new Console(new ConsoleSettings(topics, Frames.SHOWN, List.of()), kafka, clock, nanoTime);
                InferenceService service = service(model, topics, kafka, vitals);
                WebServer server = new WebServer(
                        new WebSettings(InetAddress.getLoopbackAddress(), 0, Optional.empty()),
                        vitals.partsAnd(console))) {
            service.start();
            CompletableFuture.anyOf(service.running(), service.ended()).join();
            URI address = URI.create(server.address());
            Scraper scraper = new Scraper(client, address.resolve("metrics"), nanoTime);
            return measure(model, new Served(service, address, scraper, frames));
        }
    }

    private InferenceService service(LoadedModel model, Topics topics, Map<String, Object> kafka, Vitals vitals) {
        return new InferenceService(
                InferenceSettings.forCpu(topics, lanes),
                model.engines(),
                Steering.fixed(model.timed(nanoTime), CameraPolicies.DEFAULT),
                model.classNames(),
                topics.prefix(),
                kafka,
                clock,
                nanoTime,
                new Telemetry(vitals.meters()));
    }

    private WatchResult measure(LoadedModel model, Served served) throws InterruptedException {
        takeTurn(served, 0); // warms all up
        measured.clear();
        served.scraper().takeMillis();
        for (int turn = 0; turn < windows; turn++) {
            takeTurn(served, turn);
        }
        served.requireBusy();
        List<Double> busy = served.scraper().takeMillis();
        served.service().close();
        return result(model, served.scraper(), busy);
    }

    private WatchResult result(LoadedModel model, Scraper scraper, List<Double> busy) {
        for (int scrape = 0; scrape < QUIET_SCRAPES; scrape++) {
            scraper.look();
        }
        List<Double> unwatched = measured.get(Kind.UNWATCHED);
        return new WatchResult(
                model.point().model().toString(),
                cameras,
                tiles(),
                windows,
                Spread.of(unwatched),
                WatchResult.Watched.of(measured.get(Kind.SCRAPED), unwatched),
                WatchResult.Watched.of(measured.get(Kind.VIEWED), unwatched),
                Spread.of(busy),
                Spread.of(scraper.takeMillis()),
                scraper.bytes());
    }

    private int tiles() {
        return Math.min(cameras, TILES);
    }

    /** Another kind begins each time: what drifts falls on all alike. */
    private void takeTurn(Served served, int turn) throws InterruptedException {
        Kind[] kinds = Kind.values();
        for (int at = 0; at < kinds.length; at++) {
            Kind kind = kinds[(turn + at) % kinds.length];
            try (Watcher watcher = watcher(kind, served)) {
                measured.computeIfAbsent(kind, first -> new ArrayList<>())
                        .add(framesPerSecond(served.service(), watcher));
            }
        }
    }

    private Watcher watcher(Kind kind, Served served) {
        return switch (kind) {
            case UNWATCHED -> () -> {};
            case SCRAPED -> served.scraper();
            case VIEWED -> new PageViewer(client, served.address(), tiles());
        };
    }

    private double framesPerSecond(InferenceService service, Watcher watcher) throws InterruptedException {
        long fromNanos = nanoTime.getAsLong();
        long from = service.ledger().answered();
        for (long second = 0; second < window.toSeconds(); second++) {
            watcher.look();
            long leftNanos = fromNanos + (second + 1) * INTERVAL.toNanos() - nanoTime.getAsLong();
            var unused = never.await(leftNanos, TimeUnit.NANOSECONDS);
        }
        return (service.ledger().answered() - from) * 1e9 / (nanoTime.getAsLong() - fromNanos);
    }
}
