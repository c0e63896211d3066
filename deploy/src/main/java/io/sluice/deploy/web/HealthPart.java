package io.sluice.deploy.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.UncheckedIOException;

/**
 * {@code GET /health/live}: 200 as long as the process answers at all. {@code GET /health/ready}: 200 when it does its work,
 * 503 when it does not; {@code {"ready": ..., "reason": ...}} says why.
 */
public final class HealthPart implements WebPart {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Health.State LIVE = Health.State.ready("The process answers.");

    private final Health health;

    public HealthPart(Health health) {
        this.health = health;
    }

    @Override
    public void addTo(JavalinConfig config) {
        config.routes.get("/health/live", request -> answer(request, LIVE), Access.ANYONE);
        config.routes.get("/health/ready", request -> answer(request, health.state()), Access.ANYONE);
    }

    private static void answer(Context request, Health.State state) {
        try {
            request.status(state.ready() ? 200 : 503)
                    .contentType("application/json")
                    .result(JSON.writeValueAsString(state));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
