package io.sluice.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.broker.BrokerSettings;
import io.sluice.deploy.broker.EmbeddedBroker;
import io.sluice.deploy.console.Console;
import io.sluice.deploy.console.ConsoleSettings;
import io.sluice.deploy.console.Frames;
import io.sluice.deploy.web.WebServer;
import io.sluice.deploy.web.WebSettings;
import io.sluice.schemas.Topics;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The console of fifty cameras, at five frames a second each, and of four processes, in a real browser. */
class ManyCamerasInBrowserTest {
    private static final Topics TOPICS = new Topics("many");
    private static final int CAMERAS = 50;
    private static final int PROCESSES = 4;
    /** A second or so apart for each tile. */
    private static final int PICTURES = 3;

    /** Far above what an update takes, since machines have other things to do. */
    private static final double LONG_MILLIS = 500;

    /** Notes what each tile shows; a tile that shows what does not belong together is kept aside. */
    private static final String NOTE = "window.seen ??= new Map(); window.wrong ??= [];"
            + "window.canvas ??= new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});"
            + "for (const tile of document.querySelectorAll('.tile')) {"
            + "  const image = tile.querySelector('img');"
            + "  if (image.hidden || !image.complete) continue;"
            + "  canvas.drawImage(image, 0, 0, 1, 1);"
            + "  const red = `red ${canvas.getImageData(0, 0, 1, 1).data[0]}`;"
            + "  const label = tile.querySelector('.label-name').textContent;"
            + "  const name = tile.querySelector('.tile-name').textContent;"
            + "  if (red !== label) wrong.push([name, red, label]);"
            + "  seen.set(name, (seen.get(name) ?? new Set()).add(tile.dataset.sequence));"
            + "}"
            + "return [...seen.values()].filter(frames => frames.size >= arguments[0]).length";

    private static Browser browser;
    private static EmbeddedBroker broker;
    private static AnsweredCameras cameras;
    private static Console console;
    private static WebServer server;

    @BeforeAll
    static void start() {
        browser = Browser.open();
        broker = EmbeddedBroker.start(BrokerSettings.temporary());
        Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
        cameras = new AnsweredCameras(kafka, TOPICS, CAMERAS, PROCESSES);
        console = new Console(
                new ConsoleSettings(TOPICS, Frames.SHOWN, List.of()), kafka, InstantSource.system(), System::nanoTime);
        server =
                new WebServer(new WebSettings(InetAddress.getLoopbackAddress(), 0, Optional.empty()), List.of(console));
        browser.size(1920, 3200, 0.5);
        browser.go(server.address());
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable each : new AutoCloseable[] {browser, server, console, cameras, broker}) {
            if (each != null) {
                each.close();
            }
        }
    }

    @Test
    void fiftyTilesLiveEachShowsWhatBelongsTogetherAndThePageIsNeverBusyForLong() throws Exception {
        browser.await("fifty pictures", () -> tilesWith(1) == CAMERAS);
        browser.eval(
                "window.long = []; new PerformanceObserver(list => long.push(...list.getEntries()"
                        + ".map(entry => entry.duration))).observe({type: 'longtask'});"
                        + "window.drawn = []; const chart = Chart.getChart(document.querySelector('.timeline canvas'));"
                        + "const update = chart.update.bind(chart); chart.update = mode => { drawn.push(performance.now()); update(mode); };");

        browser.await("more pictures of each", () -> tilesWith(PICTURES) == CAMERAS);
        browser.await("a chart", () -> number("drawn.length") >= PICTURES);

        assertThat((List<?>) browser.eval("return wrong")).isEmpty();
        assertThat(longTasks()).as("one may be the machine's").hasSizeLessThan(2);
        assertThat(number("drawn.length"))
                .as("once a second and, when it gets its size, once more")
                .isLessThanOrEqualTo(number("Math.round((drawn.at(-1) - drawn[0]) / 1000)") + 2);
        assertThat(browser.errors()).allMatch(complaint -> complaint.contains("/health/ready"), "there is none");
    }

    private static long tilesWith(int pictures) {
        return (long) browser.eval(NOTE, pictures);
    }

    private static long number(String expression) {
        return (long) browser.eval("return " + expression);
    }

    /** In milliseconds. */
    private static List<?> longTasks() {
        return (List<?>) browser.eval("return long.filter(millis => millis > arguments[0])", LONG_MILLIS);
    }
}
