package io.sluice.ingest;

import io.sluice.ingest.YamlTree.Node;
import io.sluice.ingest.pacing.Pacing;
import io.sluice.ingest.publish.OverflowPolicy;
import io.sluice.ingest.source.AtEnd;
import io.sluice.ingest.source.LocalPath;
import io.sluice.ingest.source.NetworkStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Reads cameras from a YAML file:
 *
 * <pre>{@code
 * defaults:                 # optional; any key below but uri
 *   fps: 10
 * cameras:
 *   belt: clips/belt.mp4    # a URI, or
 *   gate:                   # a URI and what differs from the defaults
 *     uri: rtsp://camera.example/stream
 *     fps: 5                         # frames a second at most
 *     overflow: shed-oldest          # or block
 *     pacing: media-clock            # or as-fast-as-possible
 *     at-end: stop                   # or loop
 *     short-side: 256                # pixels; 0 leaves the size
 *     jpeg-quality: 90               # 1 to 100
 * }</pre>
 *
 * Relative paths start at the folder of the file. Unknown and repeated keys are errors; all errors are reported at once.
 */
public final class CamerasFile {
    private static final Set<String> CAPTURE_KEYS =
            Set.of("fps", "overflow", "pacing", "at-end", "short-side", "jpeg-quality");

    private final Path file;
    private final UnaryOperator<String> references;
    private final List<String> problems;

    private CamerasFile(Path file, UnaryOperator<String> references, List<String> problems) {
        this.file = file;
        this.references = references;
        this.problems = problems;
    }

    /**
     * Reads the cameras.
     *
     * @param defaults for what neither a camera nor the file's own defaults say
     * @throws IngestException naming the file, and line and key of everything that is wrong
     */
    public static List<CameraSpec> read(Path file, CaptureSettings defaults) {
        return read(file, defaults, UnaryOperator.identity());
    }

    /**
     * The same with URIs that refer to something.
     *
     * @param references gives what a URI stands for; throws {@link IllegalArgumentException} with a sentence where there is
     *     no such thing
     */
    public static List<CameraSpec> read(Path file, CaptureSettings defaults, UnaryOperator<String> references) {
        YamlTree.Parsed parsed = parse(file);
        CamerasFile reader = new CamerasFile(file, references, new ArrayList<>(parsed.problems()));
        List<CameraSpec> cameras = reader.cameras(parsed.root(), defaults);
        if (!reader.problems.isEmpty()) {
            throw new IngestException(file + ": " + String.join("; ", reader.problems) + ".");
        }
        return cameras;
    }

    private static YamlTree.Parsed parse(Path file) {
        try {
            return YamlTree.read(file);
        } catch (IOException e) {
            throw new IngestException(file + " cannot be read as YAML: " + e.getMessage(), e);
        }
    }

    private List<CameraSpec> cameras(Node root, CaptureSettings outer) {
        Map<String, Node> top = mapping(root, "the file", Set.of("defaults", "cameras"));
        CaptureSettings defaults = top.containsKey("defaults")
                ? capture(mapping(top.get("defaults"), "defaults", CAPTURE_KEYS), outer)
                : outer;
        if (!(top.get("cameras") instanceof Node.Mapping cameras)
                || cameras.entries().isEmpty()) {
            problems.add("'cameras' is missing or empty: expected an id and a URI for each");
            return List.of();
        }
        List<CameraSpec> specs = new ArrayList<>();
        cameras.entries().forEach((id, node) -> camera(id, node, defaults).ifPresent(specs::add));
        return specs;
    }

    private Optional<CameraSpec> camera(String id, Node node, CaptureSettings defaults) {
        if (node instanceof Node.Text uri) {
            return spec(id, uri, defaults);
        }
        Set<String> keys = new TreeSet<>(CAPTURE_KEYS);
        keys.add("uri");
        String shown = "camera '" + NetworkStream.withoutSecrets(id) + "'";
        Map<String, Node> entries = mapping(node, shown, keys);
        CaptureSettings capture = capture(entries, defaults);
        if (entries.get("uri") instanceof Node.Text uri) {
            return spec(id, uri, capture);
        }
        problems.add("line " + node.line() + ": " + shown + " has no uri");
        return Optional.empty();
    }

    private Optional<CameraSpec> spec(String id, Node.Text uri, CaptureSettings capture) {
        try {
            CameraSpec spec = CameraSpec.of(id, references.apply(uri.value()), capture);
            return Optional.of(spec.uri() instanceof LocalPath local ? besideFile(spec, local) : spec);
        } catch (IngestException | IllegalArgumentException e) {
            problems.add("line " + uri.line() + ": " + withoutPeriod(e.getMessage()));
            return Optional.empty();
        }
    }

    private CameraSpec besideFile(CameraSpec spec, LocalPath local) {
        return new CameraSpec(
                spec.id(), new LocalPath(file.toAbsolutePath().resolveSibling(local.path())), spec.capture());
    }

    private CaptureSettings capture(Map<String, Node> entries, CaptureSettings base) {
        Pacing pacing = value(entries, "pacing", base.pacing(), text -> oneOf(Pacing.values(), text));
        OptionalDouble fps = value(entries, "fps", base.fps(), text -> OptionalDouble.of(Double.parseDouble(text)));
        AtEnd atEnd = value(entries, "at-end", base.atEnd(), text -> oneOf(AtEnd.values(), text));
        int shortSide = value(entries, "short-side", base.shortSide(), Integer::valueOf);
        int quality = value(entries, "jpeg-quality", base.jpegQuality(), Integer::valueOf);
        OverflowPolicy overflow =
                value(entries, "overflow", base.overflow(), text -> oneOf(OverflowPolicy.values(), text));
        try {
            return new CaptureSettings(pacing, fps, atEnd, shortSide, quality, overflow);
        } catch (IngestException e) {
            int line = entries.values().iterator().next().line();
            problems.add("from line " + line + ": " + withoutPeriod(e.getMessage()));
            return base;
        }
    }

    private <T> T value(Map<String, Node> entries, String key, T absent, Function<String, T> reader) {
        Node node = entries.get(key);
        if (node == null) {
            return absent;
        }
        try {
            return reader.apply(text(node));
        } catch (NumberFormatException e) {
            problems.add("line " + node.line() + ": " + key + " is '" + text(node) + "': expected a number");
        } catch (IllegalArgumentException e) {
            problems.add("line " + node.line() + ": " + key + " is '" + text(node) + "': expected " + e.getMessage());
        }
        return absent;
    }

    private static String text(Node node) {
        return node instanceof Node.Text text ? text.value() : "";
    }

    private static <E extends Enum<E>> E oneOf(E[] values, String text) {
        List<String> names = new ArrayList<>();
        for (E value : values) {
            String name = value.name().toLowerCase(Locale.ROOT).replace('_', '-');
            if (name.equals(text)) {
                return value;
            }
            names.add(name);
        }
        throw new IllegalArgumentException(String.join(" or ", names));
    }

    private Map<String, Node> mapping(Node node, String what, Set<String> known) {
        if (!(node instanceof Node.Mapping mapping)) {
            problems.add("line " + node.line() + ": expected " + what + " to have keys and values");
            return Map.of();
        }
        mapping.entries().forEach((key, value) -> {
            if (!known.contains(key)) {
                problems.add("line " + value.line() + ": unknown key '" + NetworkStream.withoutSecrets(key) + "' in "
                        + what + ": expected one of " + String.join(", ", new TreeSet<>(known)));
            }
        });
        return mapping.entries();
    }

    private static String withoutPeriod(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
