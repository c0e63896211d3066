package io.sluice.ingest.source;

import static io.sluice.ingest.source.Motion.between;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What a {@link SyntheticScene} shows for a while.
 *
 * @param dominant the shape that is the class
 * @param clutter small shapes behind it
 * @param strokes lines across everything
 * @param backdrop what is behind
 * @param optics what the camera makes of it
 */
record Episode(Body dominant, List<Body> clutter, List<Stroke> strokes, Backdrop backdrop, Optics optics) {
    /** Odd and without pattern, so that neighbouring seeds share no episode. */
    private static final long SEED_SPREAD = 0xD1342543DE82EF95L;

    /** How far the dominant shape's centre strays from the picture's, over the picture's shorter side. */
    private static final double REACH = 0.1;

    /** See {@link Motion#within}: the dominant shape sways, what is around it spins. */
    private static final double SWAY = 0.25;

    /** A shape, how it moves, and its colour. */
    record Body(Shape shape, Colour colour, Motion motion) {}

    /** A line from one point to another, in pixels. */
    record Stroke(int x1, int y1, int x2, int y2, int thickness, Colour colour) {}

    /**
     * Patches of colour.
     *
     * @param columns of patches, 1 to 8
     * @param rows of patches, 1 to 8
     * @param colours row by row
     * @param edges how patches meet
     */
    record Backdrop(int columns, int rows, List<Colour> colours, Edges edges) {
        /** How patches meet. */
        enum Edges {
            HARD,
            SMOOTH
        }
    }

    /**
     * Flaws of the camera.
     *
     * @param gain factor on every pixel
     * @param noise standard deviation in grey levels
     * @param blur standard deviation in pixels; 0 for none
     */
    record Optics(double gain, double noise, double blur) {}

    static Episode of(SyntheticScene scene, long index) {
        SplittableRandom random = new SplittableRandom(scene.seed() * SEED_SPREAD + index);
        double side = Math.min(scene.width(), scene.height());
        Shape shape = shape(random);
        Colour base = Colour.random(random);
        double radius = side * between(random, 0.24, 0.4);
        Body dominant =
                new Body(shape, Colour.randomFarFrom(base, random), centred(scene, REACH * side, SWAY, radius, random));
        List<Body> clutter = IntStream.range(0, random.nextInt(3, 10))
                .mapToObj(i -> clutter(scene, radius, random))
                .toList();
        List<Stroke> strokes = IntStream.range(0, random.nextInt(5))
                .mapToObj(i -> stroke(scene, random))
                .toList();
        return new Episode(dominant, clutter, strokes, backdrop(base, random), optics(random));
    }

    private static Shape shape(SplittableRandom random) {
        Shape[] shapes = Shape.values();
        return shapes[random.nextInt(shapes.length)];
    }

    private static Motion centred(
            SyntheticScene scene, double reach, double turn, double radius, SplittableRandom random) {
        return Motion.within(scene.width() / 2.0, scene.height() / 2.0, reach, turn, radius, random);
    }

    /** Well below the dominant shape's size, so that nobody can doubt which one dominates. */
    private static Body clutter(SyntheticScene scene, double dominantRadius, SplittableRandom random) {
        double radius = dominantRadius * between(random, 0.1, 0.35);
        return new Body(
                shape(random),
                Colour.random(random),
                centred(scene, Math.max(scene.width(), scene.height()) / 2.0, Math.PI, radius, random));
    }

    private static Stroke stroke(SyntheticScene scene, SplittableRandom random) {
        int thickness = 1 + random.nextInt(Math.max(1, Math.min(scene.width(), scene.height()) / 40));
        return new Stroke(
                random.nextInt(scene.width()),
                random.nextInt(scene.height()),
                random.nextInt(scene.width()),
                random.nextInt(scene.height()),
                thickness,
                Colour.random(random));
    }

    private static Backdrop backdrop(Colour base, SplittableRandom random) {
        int columns = random.nextInt(1, 9);
        int rows = random.nextInt(1, 9);
        int spread = random.nextInt(20, 90);
        List<Colour> colours = IntStream.range(0, columns * rows)
                .mapToObj(i -> base.near(spread, random))
                .toList();
        Backdrop.Edges edges = random.nextInt(3) == 0 ? Backdrop.Edges.HARD : Backdrop.Edges.SMOOTH;
        return new Backdrop(columns, rows, colours, edges);
    }

    private static Optics optics(SplittableRandom random) {
        double blur = random.nextInt(3) == 0 ? between(random, 0.5, 2) : 0;
        return new Optics(between(random, 0.55, 1.1), between(random, 2, 14), blur);
    }
}
