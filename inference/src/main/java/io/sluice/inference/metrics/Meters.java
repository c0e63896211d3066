package io.sluice.inference.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The meters of one process, read as a whole.
 *
 * <p>Counts that must add up are not kept here but where they are counted; before each scrape every {@linkplain #beforeScrape
 * source} takes a copy of its counts at one instant, and the meters show that copy. Safe for concurrent use.
 */
public final class Meters implements AutoCloseable {
    /** Cameras with a label of their own. */
    public static final int DEFAULT_CAMERAS = 200;

    /** What the content is, for HTTP. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final Logger LOG = LoggerFactory.getLogger(Meters.class);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final List<Runnable> sources = new CopyOnWriteArrayList<>();
    /** The registry holds what it asks by weak references. */
    private final List<Object> kept = new CopyOnWriteArrayList<>();

    private final int cameras;

    /** @param cameras that have a label of their own, in the order in which they are met; the rest share {@code other} */
    public Meters(int cameras) {
        if (cameras < 0) {
            throw new IllegalArgumentException("Expected no negative number of cameras, found " + cameras + ".");
        }
        this.cameras = cameras;
    }

    /** With {@value #DEFAULT_CAMERAS} cameras. */
    public Meters() {
        this(DEFAULT_CAMERAS);
    }

    /** All meters in Prometheus's text format, version 0.0.4. */
    public synchronized String scrape() {
        sources.forEach(Meters::look);
        return registry.scrape();
    }

    /** One that fails must not take the others' meters away just when they are needed: its own stay as they were. */
    private static void look(Runnable source) {
        try {
            source.run();
        } catch (RuntimeException e) {
            LOG.warn("Some meters show what they did at the last scrape: what they show could not be read.", e);
        }
    }

    /** Forgets all meters. */
    @Override
    public void close() {
        sources.clear();
        kept.clear();
        registry.close();
        registry.clear();
    }

    MeterRegistry registry() {
        return registry;
    }

    Registrar registrar() {
        return new Registrar(registry);
    }

    /** One thing for each camera that has a label. */
    <T> ByCamera<T> byCamera(Function<String, T> create) {
        return new ByCamera<>(cameras, create);
    }

    /** Keeps what meters ask alive as long as they are. */
    void keep(Object asked) {
        kept.add(asked);
    }

    /** {@code source} is run before each scrape, one scrape at a time. */
    void beforeScrape(Runnable source) {
        sources.add(source);
    }
}
