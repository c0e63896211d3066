package io.sluice.ingest.source;

import java.util.SplittableRandom;

/** A colour, each part from 0 to 255. */
record Colour(int blue, int green, int red) {
    static final Colour WHITE = new Colour(255, 255, 255);

    /** Sum of differences over the three parts that the eye, and a classifier, can tell from noise. */
    private static final int FAR = 130;

    static Colour random(SplittableRandom random) {
        return new Colour(random.nextInt(256), random.nextInt(256), random.nextInt(256));
    }

    static Colour randomFarFrom(Colour other, SplittableRandom random) {
        Colour colour = random(random);
        while (colour.distance(other) < FAR) {
            colour = random(random);
        }
        return colour;
    }

    Colour near(int spread, SplittableRandom random) {
        return new Colour(vary(blue, spread, random), vary(green, spread, random), vary(red, spread, random));
    }

    private static int vary(int part, int spread, SplittableRandom random) {
        return Math.min(255, Math.max(0, part + random.nextInt(-spread, spread + 1)));
    }

    private int distance(Colour other) {
        return Math.abs(blue - other.blue) + Math.abs(green - other.green) + Math.abs(red - other.red);
    }
}
