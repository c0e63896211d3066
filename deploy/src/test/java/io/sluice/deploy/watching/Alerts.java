package io.sluice.deploy.watching;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The alert rules as they are shipped. */
final class Alerts {
    static final Path FILE = Path.of("prometheus", "sluice-alerts.yml").toAbsolutePath();

    /** One rule. */
    record Alert(String name, String expression, String runbook) {}

    private Alerts() {}

    static List<Alert> read() throws IOException {
        List<Alert> alerts = new ArrayList<>();
        for (JsonNode group : new YAMLMapper().readTree(FILE.toFile()).get("groups")) {
            for (JsonNode rule : group.get("rules")) {
                alerts.add(new Alert(
                        rule.get("alert").asText(),
                        rule.get("expr").asText(),
                        rule.at("/annotations/runbook_url").asText()));
            }
        }
        return alerts;
    }
}
