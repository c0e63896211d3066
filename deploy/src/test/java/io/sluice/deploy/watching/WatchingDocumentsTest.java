package io.sluice.deploy.watching;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.inference.metrics.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is written about meters agrees with the meters. */
final class WatchingDocumentsTest {
    private static final Pattern OWN_METRIC = Pattern.compile("\\bsluice_[a-z_]+");

    @Test
    void theReferenceInTheReadmeIsThatOfTheMeters() throws IOException {
        assertThat(Files.readString(Path.of("README.md")))
                .as("deploy/README.md must contain this table:%n%s", Metric.table())
                .contains(Metric.table());
    }

    @Test
    void everyAlertHasItsSectionInTheReadme() throws IOException {
        List<String> anchors = Files.readAllLines(Path.of("README.md")).stream()
                .filter(line -> line.startsWith("### "))
                .map(line -> line.substring(4).toLowerCase(Locale.ROOT))
                .toList();

        assertThat(Alerts.read())
                .isNotEmpty()
                .allSatisfy(alert -> assertThat(anchors)
                        .contains(alert.runbook().replace("deploy/README.md#", ""))
                        .contains(alert.name().toLowerCase(Locale.ROOT)));
    }

    @Test
    void alertsAndDashboardsNameNoMeterThatIsNot() throws IOException {
        List<String> known = Arrays.stream(Metric.values())
                .flatMap(metric ->
                        Stream.of("", "_bucket", "_sum", "_count", "_max").map(part -> metric.prometheusName() + part))
                .toList();

        assertThat(Stream.concat(
                                Alerts.read().stream().map(Alerts.Alert::expression),
                                Dashboards.queries().stream().map(Dashboards.Query::expression))
                        .flatMap(expression -> OWN_METRIC.matcher(expression).results())
                        .map(MatchResult::group))
                .isNotEmpty()
                .isSubsetOf(known);
    }

    @Test
    void dashboardsHaveStableIds() throws IOException {
        for (Path file : Dashboards.files()) {
            JsonNode dashboard = Dashboards.read(file);
            assertThat(dashboard.get("uid").asText() + ".json")
                    .isEqualTo(file.getFileName().toString());
            assertThat(dashboard.get("panels"))
                    .isNotEmpty()
                    .allSatisfy(panel ->
                            assertThat(panel.at("/datasource/uid").asText()).isEqualTo("sluice-prometheus"));
        }
    }
}
