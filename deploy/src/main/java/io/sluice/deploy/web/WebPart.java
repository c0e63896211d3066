package io.sluice.deploy.web;

import io.javalin.config.JavalinConfig;
import java.util.Optional;

/** Something that is served on the port, such as metrics or the console. */
@FunctionalInterface
public interface WebPart {
    /** Adds its routes, each with the {@link Access} that it demands. */
    void addTo(JavalinConfig config);

    /** What people open there, in a word or two; empty where only programs ask. */
    default Optional<String> forPeople() {
        return Optional.empty();
    }
}
