package io.sluice.deploy.web;

import io.javalin.config.JavalinConfig;
import io.sluice.inference.metrics.Meters;

/** {@code GET /metrics}: all meters, for Prometheus. */
public final class MetricsPart implements WebPart {
    private final Meters meters;

    public MetricsPart(Meters meters) {
        this.meters = meters;
    }

    @Override
    public void addTo(JavalinConfig config) {
        config.routes.get(
                "/metrics", request -> request.contentType(Meters.CONTENT_TYPE).result(meters.scrape()), Access.ANYONE);
    }
}
