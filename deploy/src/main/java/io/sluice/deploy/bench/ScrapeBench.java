package io.sluice.deploy.bench;

import io.sluice.deploy.OperatorException;
import io.sluice.deploy.broker.BrokerSettings;
import io.sluice.deploy.broker.EmbeddedBroker;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What it costs to be watched by Prometheus: one process answers frames that lie ready on the topic of an embedded broker, and
 * is scraped each second in every other stretch of time. The scraper is in the same process, on the same cores.
 */
public final class ScrapeBench {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final int IDLE_SCRAPES = 50;

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

    private final List<Double> millis = new ArrayList<>();
    private int bytes;

    /**
     * @param window length of a stretch; at least a second
     * @param windows stretches of each kind
     * @param cameras whose frames are answered
     * @param lanes threads that run the model
     * @param clock wall clock
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    public ScrapeBench(
            Duration window, int windows, int cameras, int lanes, InstantSource clock, LongSupplier nanoTime) {
        this.window = window;
        this.windows = windows;
        this.cameras = cameras;
        this.lanes = lanes;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** Measures. */
    public ScrapeResult run(LoadedModel model) throws InterruptedException {
        double rate = new BareEngine(model, lanes, nanoTime).framesPerSecond(Duration.ofSeconds(1));
        long frames = (long) (rate * HEADROOM * window.toSeconds() * (2 * windows + 1));
        Topics topics = new Topics("bench-" + UUID.randomUUID());
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.temporary());
                Vitals vitals = new Vitals(new Meters(), "The bench has not begun.")) {
            Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
            StoredFrames stored = new StoredFrames(cameras, frames / cameras + 1);
            stored.store(topics, kafka);
            try (InferenceService service = service(model, topics, kafka, vitals);
                    WebServer server = new WebServer(
                            new WebSettings(InetAddress.getLoopbackAddress(), 0, Optional.empty()), vitals.parts())) {
                service.start();
                return measure(model, service, stored, URI.create(server.address() + "metrics"));
            }
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

    private ScrapeResult measure(LoadedModel model, InferenceService service, StoredFrames stored, URI metrics)
            throws InterruptedException {
        CompletableFuture.anyOf(service.running(), service.ended()).join();
        var unused = framesPerSecond(service, Optional.of(metrics)); // warms both up
        millis.clear();
        List<Double> quiet = new ArrayList<>();
        List<Double> scraped = new ArrayList<>();
        for (int turn = 0; turn < windows; turn++) {
            // The other way round each time: what drifts falls on both alike.
            if (turn % 2 == 0) {
                quiet.add(framesPerSecond(service, Optional.empty()));
                scraped.add(framesPerSecond(service, Optional.of(metrics)));
            } else {
                scraped.add(framesPerSecond(service, Optional.of(metrics)));
                quiet.add(framesPerSecond(service, Optional.empty()));
            }
        }
        requireBusy(service, stored);
        ScrapeResult.Scrapes busy = new ScrapeResult.Scrapes(List.copyOf(millis), bytes);
        service.close();
        return ScrapeResult.of(model.point().model().toString(), cameras, quiet, scraped, busy, idle(metrics));
    }

    /** What was measured is the machine's speed only if it never ran out of frames. */
    private static void requireBusy(InferenceService service, StoredFrames stored) {
        service.ended().getNow(null);
        if (service.ledger().answered() >= stored.frames()) {
            throw new OperatorException("All " + stored.frames() + " frames were answered before the time was over: the"
                    + " machine was slower when it was measured how many are needed. Measure again.");
        }
    }

    private ScrapeResult.Scrapes idle(URI metrics) throws InterruptedException {
        millis.clear();
        for (int scrape = 0; scrape < IDLE_SCRAPES; scrape++) {
            scrape(metrics);
        }
        return new ScrapeResult.Scrapes(List.copyOf(millis), bytes);
    }

    private double framesPerSecond(InferenceService service, Optional<URI> metrics) throws InterruptedException {
        long fromNanos = nanoTime.getAsLong();
        long from = service.ledger().answered();
        for (long second = 0; second < window.toSeconds(); second++) {
            if (metrics.isPresent()) {
                scrape(metrics.get());
            }
            long leftNanos = fromNanos + (second + 1) * INTERVAL.toNanos() - nanoTime.getAsLong();
            var unused = never.await(leftNanos, TimeUnit.NANOSECONDS);
        }
        return (service.ledger().answered() - from) * 1e9 / (nanoTime.getAsLong() - fromNanos);
    }

    private void scrape(URI metrics) throws InterruptedException {
        long fromNanos = nanoTime.getAsLong();
        try {
            HttpResponse<byte[]> answer =
                    client.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(
                        "Expected status 200 of " + metrics + ", found " + answer.statusCode() + ".");
            }
            bytes = answer.body().length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        millis.add((nanoTime.getAsLong() - fromNanos) / 1e6);
    }
}
