package io.sluice.ingest.source;

import java.util.SplittableRandom;

/**
 * How a shape moves during an episode: along a Lissajous curve, turning and breathing. Lengths in pixels, angles in
 * radians, time from 0 to 1 over the episode.
 *
 * @param x centre of the path
 * @param y centre of the path
 * @param reachX largest distance from it
 * @param reachY largest distance from it
 * @param phase where on the path it starts
 * @param angle at the start
 * @param spin turn during the episode
 * @param radius mean circumradius
 * @param aspect stretch along the shape's own x axis
 */
record Motion(
        double x,
        double y,
        double reachX,
        double reachY,
        double phase,
        double angle,
        double spin,
        double radius,
        double aspect) {
    private static final double BREATH = 0.12;

    /**
     * A random motion whose centre stays inside a square.
     *
     * @param middleX of the square
     * @param middleY of the square
     * @param halfSide of the square, at least 0
     * @param turn largest angle at the start, and largest change of it, in radians
     * @param radius mean circumradius
     */
    static Motion within(
            double middleX, double middleY, double halfSide, double turn, double radius, SplittableRandom random) {
        double reachX = random.nextDouble() * halfSide;
        double reachY = random.nextDouble() * halfSide;
        return new Motion(
                middleX + between(random, -1, 1) * (halfSide - reachX),
                middleY + between(random, -1, 1) * (halfSide - reachY),
                reachX,
                reachY,
                between(random, 0, 2 * Math.PI),
                between(random, -turn, turn),
                between(random, -turn, turn),
                radius,
                between(random, 0.8, 1.25));
    }

    static double between(SplittableRandom random, double low, double high) {
        return low + random.nextDouble() * (high - low);
    }

    double xAt(double time) {
        return x + reachX * StrictMath.sin(phase + Math.PI * time);
    }

    double yAt(double time) {
        return y + reachY * StrictMath.cos(1.3 * phase + 2 * Math.PI * time);
    }

    double angleAt(double time) {
        return angle + spin * time;
    }

    double radiusAt(double time) {
        return radius * (1 + BREATH * StrictMath.sin(phase + 2 * Math.PI * time));
    }
}
