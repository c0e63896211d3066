package io.sluice.deploy.console;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.sluice.deploy.web.Access;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the console answers. */
final class ConsoleRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleRoutes.class);
    /** Tells a browser that we are still there, and us that it is. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    /** What was answered about the frame whose picture is sent, as JSON: one answer, so that the two belong together. */
    private static final String ANSWER = "Sluice-Answer";

    private static final String PAGE = "/console/" + Asset.PAGE;

    private final ConsoleSettings settings;
    private final ConsoleFeed feed;
    private final Pictures pictures;
    private final Maps maps;
    private final OperatorRequests operator;
    private final WaitingRequests waiting = new WaitingRequests();

    ConsoleRoutes(ConsoleSettings settings, ConsoleFeed feed, Pictures pictures, Maps maps, OperatorRequests operator) {
        this.settings = settings;
        this.feed = feed;
        this.pictures = pictures;
        this.maps = maps;
        this.operator = operator;
    }

    void addTo(JavalinConfig config) {
        config.routes.get("/", request -> request.redirect(PAGE), Access.ANYONE);
        config.routes.get("/console", request -> request.redirect(PAGE), Access.ANYONE);
        config.routes.get("/console/{file}", request -> asset(request, request.pathParam("file")), Access.ANYONE);
        config.routes.get("/console/api/about", this::about, Access.VIEWER);
        config.routes.get("/console/api/picture", this::picture, Access.VIEWER);
        config.routes.get("/console/api/map", this::map, Access.VIEWER);
        config.routes.get("/console/api/stream", this::stream, Access.VIEWER);
        config.routes.post("/console/api/pin", operator::pin, Access.OPERATOR);
        config.routes.post("/console/api/unpin", operator::unpin, Access.OPERATOR);
        config.routes.post("/console/api/weight", operator::weigh, Access.OPERATOR);
        config.routes.post("/console/api/clear-weight", operator::clearWeight, Access.OPERATOR);
        config.events.serverStopping(() -> {
            feed.viewers().dismiss();
            waiting.awaitNone();
        });
    }

    private static void asset(Context request, String path) {
        Asset asset = Asset.at(path).orElseThrow(() -> new NotFoundResponse("There is no such file."));
        request.contentType(asset.contentType())
                .header("Cache-Control", "no-cache")
                .result(asset.bytes());
    }

    private void about(Context request) {
        json(request, Map.of("frames", settings.frames() == Frames.SHOWN, "configuration", settings.configuration()));
    }

    private void picture(Context request) {
        String camera = parameter(request, "camera");
        requireFrames();
        if (feed.last(camera).isEmpty()) {
            throw new NotFoundResponse("There is no such camera.");
        }
        picture(request, waiting.await(pictures.of(camera)));
    }

    private static void picture(Context request, Optional<AnsweredPicture> found) {
        if (found.isEmpty()) {
            request.status(204); // nothing to complain about: it may be too old to be on the topic still
            return;
        }
        AnswerView answer = found.get().answer();
        String tag = '"' + answer.picture() + '"';
        request.header("Cache-Control", "private, no-cache").header("ETag", tag).header(ANSWER, ViewJson.of(answer));
        if (tag.equals(request.header("If-None-Match"))) {
            request.status(304);
        } else {
            Picture picture = found.get().picture();
            request.contentType(picture.contentType()).result(picture.bytes());
        }
    }

    private void requireFrames() {
        if (settings.frames() == Frames.HIDDEN) {
            throw new NotFoundResponse("This console shows no pictures.");
        }
    }

    private void map(Context request) {
        String camera = parameter(request, "camera");
        requireFrames();
        map(request, waiting.await(maps.of(camera)));
    }

    private static void map(Context request, MapAnswer answer) {
        if (answer instanceof MapAnswer.Drawn drawn) {
            json(request, drawn.map());
        } else if (answer instanceof MapAnswer.Refused refused) {
            json(request, refused);
        }
    }

    private static void json(Context request, Object view) {
        request.contentType("application/json").result(ViewJson.of(view));
    }

    private static String parameter(Context request, String name) {
        return Optional.ofNullable(request.queryParam(name))
                .orElseThrow(() -> new NotFoundResponse("Expected a parameter '" + name + "'."));
    }

    /** Returns when the viewer has gone. */
    private void stream(Context request) throws IOException {
        EventStream stream = EventStream.begin(request);
        Optional<Viewer> viewer = feed.viewers().join();
        if (viewer.isEmpty()) {
            stream.send("full", "{\"viewers\":" + Limits.VIEWERS + "}");
            return;
        }
        try {
            send(stream, viewer.get());
        } catch (IOException e) {
            LOG.debug("A viewer has left.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            feed.viewers().leave(viewer.get());
        }
    }

    private static void send(EventStream stream, Viewer viewer) throws IOException, InterruptedException {
        while (!viewer.closed()) {
            Optional<Viewer.Message> next = viewer.next(HEARTBEAT);
            if (next.isPresent()) {
                stream.send(next.get().event(), next.get().json());
            } else {
                stream.beat();
            }
        }
    }
}
