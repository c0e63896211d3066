package io.sluice.ingest.source;

import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A generated scene played as if it were a video.
 *
 * @param scene what is to be seen
 * @param fps frames a second of media time
 * @param frames how many before the end; empty if it never ends
 */
public record SyntheticShapes(SyntheticScene scene, double fps, OptionalLong frames) implements SourceUri {
    private static final Set<String> PARAMETERS = Set.of("seed", "fps", "size", "frames");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");
    private static final double MAX_FPS = 1000;

    public SyntheticShapes {
        if (!(fps > 0 && fps <= MAX_FPS)) {
            throw new IllegalArgumentException("Synthetic frame rate " + fps + ": expected above 0, at most 1000.");
        }
        if (frames.isPresent() && frames.getAsLong() < 1) {
            throw new IllegalArgumentException(
                    "Synthetic scene of " + frames.getAsLong() + " frames: expected 1 or more.");
        }
    }

    static SyntheticShapes parse(String text, String rest) {
        UriQuery query = new UriQuery(text, PARAMETERS);
        if (!query.base().endsWith(":shapes") || !rest.startsWith("shapes")) {
            throw new IllegalArgumentException("Source URI '" + text
                    + "' names an unknown scene: expected synthetic:shapes, such as synthetic:shapes?seed=7&fps=30.");
        }
        long seed = query.get("seed", 0L, "a whole number", Long::parseLong);
        int[] size = query.get(
                "size",
                new int[] {SyntheticScene.DEFAULT_WIDTH, SyntheticScene.DEFAULT_HEIGHT},
                "WIDTHxHEIGHT",
                SyntheticShapes::size);
        return new SyntheticShapes(
                new SyntheticScene(seed, size[0], size[1]),
                query.get("fps", 30.0, "frames a second", Double::parseDouble),
                query.get("frames", OptionalLong.empty(), "a count", n -> OptionalLong.of(Long.parseLong(n))));
    }

    private static int[] size(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw new NumberFormatException(text);
        }
        return new int[] {Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))};
    }

    @Override
    public boolean reconnects() {
        return false;
    }

    @Override
    public String toString() {
        return "synthetic:shapes?seed=" + scene.seed() + "&fps=" + fps + "&size=" + scene.width() + "x" + scene.height()
                + (frames.isPresent() ? "&frames=" + frames.getAsLong() : "");
    }
}
