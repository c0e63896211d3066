package io.sluice.deploy.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * A file of the page.
 *
 * @param path below {@code /console/}
 * @param contentType of it
 * @param resource where it lies on the class path
 */
record Asset(String path, String contentType, String resource) {
    static final String PAGE = "index.html";

    private static final String HTML = "text/html; charset=utf-8";
    private static final String CSS = "text/css; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String OWN = "/io/sluice/deploy/console/";
    private static final String CHARTS = "/META-INF/resources/webjars/chart.js/4.5.1/dist/chart.umd.min.js";

    /** All of them, and nothing else is served. */
    private static final List<Asset> ALL = List.of(
            own(PAGE, HTML),
            own("console.css", CSS),
            own("icon.svg", "image/svg+xml"),
            own("theme.js", SCRIPT),
            own("app.js", SCRIPT),
            own("format.js", SCRIPT),
            own("dom.js", SCRIPT),
            own("feed.js", SCRIPT),
            own("picture.js", SCRIPT),
            own("tiles.js", SCRIPT),
            own("camera.js", SCRIPT),
            own("tokenmap.js", SCRIPT),
            own("summary.js", SCRIPT),
            own("timelines.js", SCRIPT),
            own("ladder.js", SCRIPT),
            own("logs.js", SCRIPT),
            own("system.js", SCRIPT),
            new Asset("chart.js", SCRIPT, CHARTS));

    private static Asset own(String name, String contentType) {
        return new Asset(name, contentType, OWN + name);
    }

    static Optional<Asset> at(String path) {
        return ALL.stream().filter(asset -> asset.path().equals(path)).findFirst();
    }

    byte[] bytes() {
        try (InputStream file = Asset.class.getResourceAsStream(resource)) {
            if (file == null) {
                throw new IllegalStateException("Expected " + resource + " on the class path.");
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
