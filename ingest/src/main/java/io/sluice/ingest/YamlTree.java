package io.sluice.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.sluice.ingest.source.NetworkStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** A YAML document with the line of everything in it. A key that stands twice becomes a problem and is left out. */
final class YamlTree {
    /** A part of the document. */
    sealed interface Node {
        /** Where it begins, from 1. */
        int line();

        /** Keys and their values, in the order of the document. */
        record Mapping(int line, Map<String, Node> entries) implements Node {}

        /** Plain text, a number or a truth value. */
        record Text(int line, String value) implements Node {}

        /** A list or nothing at all: never expected here. */
        record Other(int line, String kind) implements Node {}
    }

    private final List<String> problems = new ArrayList<>();
    private final JsonParser parser;

    private YamlTree(JsonParser parser) {
        this.parser = parser;
    }

    /** A document and what is wrong with its form. */
    record Parsed(Node root, List<String> problems) {}

    static Parsed read(Path file) throws IOException {
        try (JsonParser parser = new YAMLFactory().createParser(file.toFile())) {
            YamlTree tree = new YamlTree(parser);
            parser.nextToken();
            return new Parsed(tree.node(), tree.problems);
        } catch (JsonProcessingException e) {
            // Not as the cause: its message quotes the line, which may hold a password.
            throw new IOException("line " + e.getLocation().getLineNr() + ": " + problem(e));
        }
    }

    private static String problem(JsonProcessingException failure) {
        return failure.getCause() instanceof MarkedYAMLException marked
                ? marked.getProblem()
                : failure.getOriginalMessage();
    }

    private Node node() throws IOException {
        int line = line();
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return mapping(line);
        } else if (token == null || token == JsonToken.VALUE_NULL) {
            return new Node.Other(line, "nothing");
        } else if (token.isScalarValue()) {
            return new Node.Text(line, parser.getText());
        }
        parser.skipChildren();
        return new Node.Other(line, "a list");
    }

    private Node mapping(int line) throws IOException {
        Map<String, Node> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            int keyLine = line();
            parser.nextToken();
            Node value = node();
            if (entries.putIfAbsent(key, value) != null) {
                problems.add("line " + keyLine + ": '" + NetworkStream.withoutSecrets(key) + "' is given twice");
            }
        }
        return new Node.Mapping(line, entries);
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }
}
