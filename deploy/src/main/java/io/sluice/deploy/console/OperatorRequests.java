package io.sluice.deploy.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import io.sluice.deploy.OperatorException;
import io.sluice.deploy.control.ControlTopic;
import io.sluice.schemas.Setting;
import java.util.concurrent.Semaphore;
import org.apache.kafka.common.KafkaException;

/** What an operator asks for on the page; goes to all instances by way of {@link ControlTopic}. */
final class OperatorRequests {
    /** Each waits for Kafka on a thread of the server. */
    private static final int AT_A_TIME = 2;

    private final ControlTopic control;
    private final Semaphore places = new Semaphore(AT_A_TIME);
    private final ObjectMapper json = new ObjectMapper();

    OperatorRequests(ControlTopic control) {
        this.control = control;
    }

    /** {@code {"model": ..., "reducer": ..., "precision": ...}}, as labels name them. */
    void pin(Context request) {
        perform(request, (asked, by) -> {
            Setting point = new Setting(text(asked, "model"), text(asked, "reducer"), text(asked, "precision"));
            control.pin(point, by);
        });
    }

    /** Needs no body. */
    void unpin(Context request) {
        perform(request, (asked, by) -> control.unpin(by));
    }

    /** {@code {"camera": ..., "weight": ...}}. */
    void weigh(Context request) {
        perform(request, (asked, by) -> {
            JsonNode weight = asked.path("weight");
            if (!weight.isNumber()) {
                throw new IllegalArgumentException("Expected a number 'weight', found " + shown(weight) + ".");
            }
            control.weigh(text(asked, "camera"), weight.doubleValue(), by);
        });
    }

    /** {@code {"camera": ...}}. */
    void clearWeight(Context request) {
        perform(request, (asked, by) -> control.clearWeight(text(asked, "camera"), by));
    }

    private interface Request {
        void perform(JsonNode asked, String by);
    }

    private void perform(Context context, Request request) {
        if (!places.tryAcquire()) {
            context.status(429).result("Too many requests at a time: try again.");
            return;
        }
        try {
            request.perform(body(context), "console at " + context.ip());
            context.status(204);
        } catch (IllegalArgumentException e) {
            context.status(400).result(e.getMessage());
        } catch (OperatorException e) {
            context.status(503).result(e.getMessage());
        } catch (KafkaException e) {
            context.status(503).result("Kafka did not take it: " + e.getMessage());
        } finally {
            places.release();
        }
    }

    private JsonNode body(Context context) {
        try {
            return json.readTree(context.body());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Expected JSON, found what is none.", e);
        }
    }

    private static String text(JsonNode asked, String name) {
        JsonNode found = asked.path(name);
        if (!found.isTextual()) {
            throw new IllegalArgumentException("Expected a text '" + name + "', found " + shown(found) + ".");
        }
        return found.textValue();
    }

    private static String shown(JsonNode found) {
        return found.isMissingNode() ? "nothing" : Limits.text(found.toString());
    }
}
