package io.sluice.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.cli.LineQueue;
import io.sluice.deploy.cli.Run;
import io.sluice.ingest.source.SyntheticScene;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.openqa.selenium.Keys;

/** The demo's console as its user sees it, in a real browser. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleInBrowserTest {
    /** Lower than what the demo's model reaches in any ten seconds of these scenes, far above a guess among its classes. */
    private static final double RIGHT = 0.6;

    private static final Pattern ADDRESS = Pattern.compile("(http://\\S+:\\d+/)");
    private static final Map<String, SyntheticScene> SCENES = Map.of(
            "north", scene(1),
            "east", scene(2),
            "south", scene(3));

    private static Browser browser;
    private static Run demo;
    private static String address;

    private static SyntheticScene scene(long seed) {
        return new SyntheticScene(seed, SyntheticScene.DEFAULT_WIDTH, SyntheticScene.DEFAULT_HEIGHT);
    }

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.open();
        LineQueue out = new LineQueue();
        demo = Run.start(
                out,
                "demo",
                "--console-port=0",
                "--reducer=none",
                "--reducer=evit:keep=0.6",
                "--reducer=ppt:r=45",
                "--camera=north=synthetic:shapes?seed=1&fps=10",
                "--camera=east=synthetic:shapes?seed=2&fps=10",
                "--camera=south=synthetic:shapes?seed=3&fps=10");
        address = awaitAddress(out);
        browser.size(1440, 900);
        browser.scheme("light");
        browser.go(address);
    }

    private static String awaitAddress(LineQueue out) throws InterruptedException {
        while (true) {
            Matcher found = ADDRESS.matcher(demo.err());
            if (found.find()) {
                return found.group(1);
            }
            assertThat(demo.ended()).as(demo.err()).isFalse();
            out.poll();
        }
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (demo != null) {
            demo.stop();
            assertThat(demo.status()).as(demo.err()).isZero();
        }
    }

    @Test
    @Order(1)
    void eachCameraHasATileThatLives() throws Exception {
        browser.await("three tiles", () -> browser.findAll(".tile").size() == 3);
        browser.await(
                "pictures", () -> browser.findAll(".tile img:not([hidden])").size() == 3);
        Object pictures = pictures();
        Object ages = ages();

        browser.await("other pictures", () -> !pictures.equals(pictures()));
        browser.await("other ages", () -> !ages.equals(ages()));
        assertThat(browser.text("#connection")).contains("Live");
    }

    private static Object pictures() {
        return browser.eval("return [...document.querySelectorAll('.tile img')].map(i => i.src)");
    }

    private static Object ages() {
        return browser.eval("return [...document.querySelectorAll('.tile .age')].map(a => a.textContent)");
    }

    @Test
    @Order(2)
    void theLabelsAreThoseOfTheScene() throws Exception {
        Set<String> judged = new HashSet<>();
        Set<String> right = new HashSet<>();
        browser.await("thirty labels", () -> {
            for (Object tile : (List<?>) browser.eval("return [...document.querySelectorAll('.tile')].map(t =>"
                    + " [t.querySelector('.tile-name').textContent, t.dataset.sequence,"
                    + " t.querySelector('.label-name').textContent])")) {
                judge((List<?>) tile, judged, right);
            }
            return judged.size() >= 30;
        });
        assertThat((double) right.size() / judged.size()).isGreaterThan(RIGHT);
    }

    private static void judge(List<?> tile, Set<String> judged, Set<String> right) {
        String frame = tile.get(0) + " " + tile.get(1);
        SyntheticScene scene = SCENES.get(String.valueOf(tile.get(0)));
        String truth = SyntheticScene.classNames().get(scene.truth(Long.parseLong(String.valueOf(tile.get(1)))));
        judged.add(frame);
        if (truth.equals(tile.get(2))) {
            right.add(frame);
        }
    }

    @Test
    @Order(3)
    void theTimeLinesMove() throws Exception {
        browser.await("figures", () -> browser.text(".figure-answered .value").matches("[1-9]\\d*\\.\\d"));
        Object before = samples();

        browser.await("more samples", () -> ((Number) samples()).longValue() > ((Number) before).longValue());
        assertThat(browser.findAll(".timeline canvas")).hasSize(7);
        assertThat(browser.findAll(".timeline canvas"))
                .allSatisfy(
                        canvas -> assertThat(canvas.getAttribute("aria-label")).contains("last five minutes"));
        assertThat(browser.text(".figure-point .value")).isNotEqualTo("–");
    }

    @Test
    @Order(3)
    void theLadderStaysUnderThePointerThatPressesIt() throws Exception {
        browser.await("the ladder", () -> browser.findAll("#ladder-rows button").size() >= 2);
        browser.eval("window.held = document.querySelector('#ladder-rows button')");
        Object before = samples();

        browser.await("more samples", () -> ((Number) samples()).longValue() > ((Number) before).longValue() + 1);
        assertThat(browser.eval("return window.held.isConnected")).isEqualTo(true);
    }

    /** The page's own module, with what no demo sends. */
    @Test
    @Order(3)
    void aServerThatNumbersAnewAndAnAbsurdClockAreShown() {
        assertThat(browser.eval("return import('/console/logs.js').then(logs => {"
                        + "const to = {model: 'm', reducer: 'none', precision: 'FLOAT32'};"
                        + "const told = reason => ({decisions: [{number: -1, at: 1e18, to, reason}]});"
                        + "logs.showDecisions(told('before')); logs.reset(); logs.showDecisions(told('after'));"
                        + "const shown = document.querySelector('#decision-log .reason').textContent;"
                        + "logs.reset(); return shown; })"))
                .isEqualTo("after");
    }

    private static Object samples() {
        return browser.eval(
                "return Chart.getChart(document.querySelector('.timeline canvas')).data.datasets[0].data.length");
    }

    @Test
    @Order(4)
    void aPinHoldsIsLoggedAndShownByTheTokenMap() throws Exception {
        browser.await("the ladder", () -> browser.findAll("#ladder-rows button").size() >= 2);
        int decisions = browser.findAll("#decision-log li").size();

        pin("none");
        browser.await(
                "labels at the pinned point",
                () -> browser.text(".tile .quality").startsWith("none "));
        openNorth();
        browser.eval("document.getElementById('map-on').click()");
        browser.await("a map of a dense model", () -> browser.text("#map-text").contains("all 145 tokens are kept"));
        closeCamera();
        assertThat(browser.text("#map-text")).isEmpty();

        String fast = (String) browser.eval("return [...document.querySelectorAll('#ladder-rows button')].map(b =>"
                + " b.dataset.point.split('\\n')[1]).findLast(r => r !== 'none')");
        pin(fast);
        browser.await(
                "labels at the other point",
                () -> browser.text(".tile .quality").startsWith(fast + " "));
        browser.await("decisions", () -> browser.findAll("#decision-log li").size() > decisions);
        browser.await("who pinned it", () -> browser.text("#pin-state").contains("console at"));
        openNorth();
        browser.await(
                "a map with fewer patches",
                () -> browser.text("#map-text").matches(".*block \\d+: \\d+ patches kept.*"));
        assertThat(browser.find("#map-canvas").isDisplayed()).isTrue();
        String last = browser.text("#map-text");
        browser.screenshot("camera-desktop-light");
        browser.eval(
                "const s = document.getElementById('map-stage'); s.value = 0; s.dispatchEvent(new Event('input'))");
        assertThat(browser.text("#map-text")).isNotEqualTo(last);
        closeCamera();

        browser.eval(
                "[...document.querySelectorAll('#ladder-rows button')].find(b => b.textContent === 'Unpin').click()");
        browser.await("no pin", () -> browser.text("#pin-state").startsWith("Nothing is pinned"));
    }

    /** By the keyboard, as by a click. */
    private static void openNorth() throws InterruptedException {
        browser.findAll(".tile-open").stream()
                .filter(tile -> tile.getText().contains("north"))
                .findFirst()
                .orElseThrow()
                .sendKeys(Keys.ENTER);
        browser.await("the camera", () -> browser.find("#camera").isDisplayed());
    }

    private static void closeCamera() throws InterruptedException {
        browser.find("#camera-close").sendKeys(Keys.ESCAPE);
        browser.await("no camera", () -> !browser.find("#camera").isDisplayed());
    }

    private static void pin(String reducer) {
        browser.eval(
                "[...document.querySelectorAll('#ladder-rows button')].find(b => b.dataset.point.split('\\n')[1] ==="
                        + " arguments[0]).click()",
                reducer);
    }

    @Test
    @Order(5)
    void aWeightIsSetAndTakenBack() throws Exception {
        openNorth();
        browser.find("#weight").sendKeys("2.5");
        browser.find("#weight-form button[type=submit]").click();
        browser.await("the weight", () -> browser.text("#weight-state").startsWith("2.5, set by console at"));
        browser.find("#weight-clear").click();
        browser.await("no weight", () -> browser.text("#weight-state").startsWith("As its policy"));
        closeCamera();
    }

    @Test
    @Order(6)
    void whoUsesTheKeyboardOrAScreenReaderFindsHisWay() throws Exception {
        assertThat(browser.findAll("main, nav, header.bar, [role=status], h1")).hasSizeGreaterThanOrEqualTo(5);
        assertThat((List<?>) browser.eval("return [...document.querySelectorAll('button, input, select, canvas[role]')]"
                        + ".filter(e => !(e.getAttribute('aria-label') || e.textContent.trim() || e.labels?.length))"
                        + ".map(e => e.outerHTML)"))
                .isEmpty();
        assertThat((List<?>) browser.eval("return [...document.querySelectorAll('[aria-labelledby]')].filter(e =>"
                        + " !document.getElementById(e.getAttribute('aria-labelledby'))?.textContent.trim()"
                        + " && e.id !== 'camera').map(e => e.outerHTML)"))
                .isEmpty();
        browser.go(address); // where nothing has the focus yet
        browser.await("tiles", () -> browser.findAll(".tile img:not([hidden])").size() == 3);
        browser.find("body").sendKeys(Keys.TAB);
        assertThat(browser.eval("return document.activeElement.className")).isEqualTo("skip");
        browser.eval("document.activeElement.blur()");
    }

    @Test
    @Order(7)
    void itFitsAPhoneAndTheNight() throws Exception {
        browser.eval("document.getElementById('toast').dataset.shown = 'no'");
        browser.await(
                "the toast's end",
                () -> browser.find("#toast").getCssValue("opacity").equals("0"));
        browser.screenshot("desktop-light");
        browser.scheme("dark");
        browser.screenshot("desktop-dark");
        browser.size(360, 740);
        browser.await("the narrow page", () -> (boolean) browser.eval("return innerWidth === 360"));
        assertThat(browser.eval("return document.documentElement.scrollWidth")).isEqualTo(360L);
        browser.screenshot("phone-dark");
        browser.scheme("light");
        for (String section : List.of("load", "quality", "decisions", "system")) {
            browser.eval("document.getElementById(arguments[0]).scrollIntoView()", section);
            browser.screenshot("phone-" + section);
        }
        browser.eval("scrollTo(0, 0)");
        browser.screenshot("phone-light");
        openNorth();
        assertThat(browser.eval("return document.documentElement.scrollWidth")).isEqualTo(360L);
        browser.screenshot("phone-camera");
        closeCamera();
        browser.size(1440, 2400);
        browser.screenshot("desktop-whole");
        browser.size(1440, 900);
    }

    @Test
    @Order(8)
    void theBrowserHasNothingToComplainAbout() {
        assertThat(browser.errors()).allMatch(complaint -> complaint.contains("/health/ready"), "says not ready yet");
    }
}
