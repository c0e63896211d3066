package io.sluice.deploy.watching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.deploy.cli.LineQueue;
import io.sluice.deploy.cli.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus scrapes a real demo: every panel of every dashboard has something to show. */
final class PrometheusTest {
    private static final Pattern ADDRESS = Pattern.compile("Listening on http://([^/]+)/");

    @TempDir
    private static Path directory;

    @BeforeAll
    static void requirePrometheus() {
        assumeTrue(Prometheus.isInstalled(), "Prometheus is not installed: 'apt-get install prometheus' changes that.");
    }

    @Test
    void noPanelIsEmptyAndEveryAlertIsLoaded() throws Exception {
        Run demo = Run.start(
                new LineQueue(),
                "demo",
                "--console-port=0",
                "--double-check=0.1",
                "--camera=drawn=synthetic:shapes?seed=3&fps=10",
                "--camera=other=synthetic:shapes?seed=4&fps=10");
        try (Prometheus prometheus = new Prometheus(directory, address(demo))) {
            await(prometheus::answers);
            await(() -> empty(prometheus).isEmpty(), () -> "Empty: " + empty(prometheus));

            assertThat(prometheus.rules())
                    .hasSameSizeAs(Alerts.read())
                    .allSatisfy(rule -> assertThat(rule.get("health").asText())
                            .as(rule.toString())
                            .isEqualTo("ok"));
        } finally {
            demo.stop();
        }
        assertThat(demo.status()).as(demo.err()).isZero();
    }

    @Test
    void promtoolFindsNoFault() throws Exception {
        assertThat(Prometheus.promtool("check", "rules", Alerts.FILE)).contains("SUCCESS");
        assertThat(Prometheus.promtool("check", "config", Alerts.FILE.resolveSibling("prometheus.yml")))
                .contains("SUCCESS");
    }

    @Test
    void alertsTellOfWhatStandsStillAndOfNothingElse() throws Exception {
        Path cases = Path.of("src", "test", "prometheus", "sluice-alerts-test.yml");

        assertThat(Prometheus.promtool("test", "rules", cases)).contains("SUCCESS");
    }

    /** The queries that give nothing, or nothing but NaN. */
    private static List<Dashboards.Query> empty(Prometheus prometheus) throws IOException, InterruptedException {
        List<Dashboards.Query> empty = new ArrayList<>();
        for (Dashboards.Query query : Dashboards.queries()) {
            if (!hasNumber(prometheus.query(query.resolved()))) {
                empty.add(query);
            }
        }
        return empty;
    }

    private static boolean hasNumber(JsonNode series) {
        for (JsonNode one : series) {
            if (!one.at("/value/1").asText().equals("NaN")) {
                return true;
            }
        }
        return false;
    }

    private static String address(Run demo) throws Exception {
        await(() -> ADDRESS.matcher(demo.err()).find(), demo::err);
        Matcher address = ADDRESS.matcher(demo.err());
        assertThat(address.find()).isTrue();
        return address.group(1);
    }

    /** A condition that talks to another process. */
    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private interface Explanation {
        String text() throws IOException, InterruptedException;
    }

    private static void await(Condition condition) throws IOException, InterruptedException {
        await(condition, () -> "");
    }

    private static void await(Condition condition, Explanation explanation) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plusSeconds(90);
        while (!condition.holds()) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError(explanation.text());
            }
            LockSupport.parkNanos(200_000_000);
        }
    }
}
