package io.sluice.deploy.console;

import io.javalin.config.JavalinConfig;
import io.sluice.deploy.control.ControlTopic;
import io.sluice.deploy.web.WebPart;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The console of a process: reads the topics as one more consumer for as long as it is open, and serves the page that shows
 * them.
 */
public final class Console implements WebPart, AutoCloseable {
    private final ConsoleFeed feed;
    private final FrameFetch frames;
    private final Pictures pictures;
    private final Maps maps;
    private final ConsoleRoutes routes;

    /** What the process runs, while it does. */
    public interface Served extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Reads once it is served; a Kafka that is not there yet is waited for.
     *
     * @param kafka client properties
     * @param clock the time of day
     * @param nanos a clock of nanoseconds from any origin
     */
    public Console(ConsoleSettings settings, Map<String, Object> kafka, InstantSource clock, LongSupplier nanos) {
        feed = new ConsoleFeed(settings.topics(), kafka, clock, nanos);
        frames = new FrameFetch(settings.topics().frames(), kafka, nanos);
        pictures = new Pictures(feed::last, frames::fetch, nanos);
        maps = new Maps(feed::last, frames::fetch, nanos);
        ControlTopic control = new ControlTopic(kafka, settings.topics(), clock);
        routes = new ConsoleRoutes(settings, feed, pictures, maps, new OperatorRequests(control));
    }

    /** Shows the ladder of this process from now on, and token maps of its model until what is returned is closed. */
    public Served serve(ServedModel model) {
        feed.serve(model);
        maps.ask(model.maps());
        return maps::forget;
    }

    @Override
    public void addTo(JavalinConfig config) {
        feed.start();
        frames.start();
        routes.addTo(config);
    }

    @Override
    public Optional<String> forPeople() {
        return Optional.of("the console");
    }

    /** Why it shows nothing new, one sentence; empty while all is well. From any thread. */
    public Optional<String> problem() {
        return feed.problem();
    }

    @Override
    public void close() {
        feed.close();
        frames.close();
        pictures.close();
        maps.close();
    }
}
