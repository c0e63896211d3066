package io.sluice.deploy.watching;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The dashboards as they are shipped. */
final class Dashboards {
    private static final Path DIRECTORY = Path.of("grafana", "dashboards");

    /** What a panel asks. */
    record Query(String panel, String expression) {
        /** With what Grafana would put in the place of its variables. */
        String resolved() {
            return expression
                    .replace("$__rate_interval", "10s")
                    .replace("$instance", ".*")
                    .replace("$camera", ".*");
        }
    }

    private Dashboards() {}

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.sorted().toList();
        }
    }

    static JsonNode read(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    static List<Query> queries() throws IOException {
        List<Query> queries = new ArrayList<>();
        for (Path file : files()) {
            JsonNode dashboard = read(file);
            for (JsonNode panel : dashboard.get("panels")) {
                String name = dashboard.get("title").asText() + ", "
                        + panel.get("title").asText();
                for (JsonNode target : panel.get("targets")) {
                    queries.add(new Query(name, target.get("expr").asText()));
                }
            }
        }
        return queries;
    }
}
