package io.sluice.ingest.source;

import java.util.Locale;
import java.util.function.IntFunction;

/** The classes of the synthetic scene: closed outlines inside the unit circle, y downwards. */
enum Shape {
    CIRCLE(60, i -> polar(1, i / 60.0)),
    RING(122, i -> i <= 60 ? polar(1, i / 60.0) : polar(0.55, (121 - i) / 60.0)),
    SEMICIRCLE(31, i -> shifted(polar(1, i / 60.0), 0, -0.35)),
    CRESCENT(62, Shape::crescent),
    TRIANGLE(3, i -> polar(1, i / 3.0)),
    SQUARE(4, i -> polar(1, i / 4.0)),
    PENTAGON(5, i -> polar(1, i / 5.0)),
    STAR(10, i -> polar(i % 2 == 0 ? 1 : 0.42, i / 10.0)),
    CROSS(12, Shape::cross),
    ARROW(7, Shape::arrow),
    HEART(60, Shape::heart),
    HOURGLASS(4, i -> new double[] {i == 0 || i == 3 ? -0.8 : 0.8, i % 2 == 0 ? -0.8 : 0.8});

    @SuppressWarnings("ImmutableEnumChecker") // written by the constructor only, never handed out
    private final double[] outline;

    Shape(int corners, IntFunction<double[]> corner) {
        outline = new double[2 * corners];
        for (int i = 0; i < corners; i++) {
            System.arraycopy(corner.apply(i), 0, outline, 2 * i, 2);
        }
    }

    /** Its name as a class: lower case. */
    String className() {
        return name().toLowerCase(Locale.ROOT);
    }

    int corners() {
        return outline.length / 2;
    }

    double x(int corner) {
        return outline[2 * corner];
    }

    double y(int corner) {
        return outline[2 * corner + 1];
    }

    private static double[] polar(double radius, double turn) {
        double angle = 2 * Math.PI * turn;
        return new double[] {radius * StrictMath.cos(angle), radius * StrictMath.sin(angle)};
    }

    private static double[] shifted(double[] point, double x, double y) {
        return new double[] {point[0] + x, point[1] + y};
    }

    /** Seven tenths of the unit circle, and back along a smaller circle through the same two ends. */
    private static double[] crescent(int i) {
        double half = 0.2964;
        return i <= 30
                ? polar(1, -0.35 + 0.7 * i / 30)
                : shifted(polar(0.845, half - 2 * half * (i - 31) / 30), -0.345, 0);
    }

    private static double[] cross(int i) {
        double arm = 0.32;
        double[][] quarter = {{arm, -1}, {arm, -arm}, {1, -arm}};
        double[] p = quarter[i % 3];
        return switch (i / 3) {
            case 0 -> p;
            case 1 -> new double[] {-p[1], p[0]};
            case 2 -> new double[] {-p[0], -p[1]};
            default -> new double[] {p[1], -p[0]};
        };
    }

    private static double[] arrow(int i) {
        double[][] corners = {
            {1, 0}, {0.1, -0.75}, {0.1, -0.28}, {-0.95, -0.28}, {-0.95, 0.28}, {0.1, 0.28}, {0.1, 0.75}
        };
        return corners[i];
    }

    private static double[] heart(int i) {
        double t = 2 * Math.PI * i / 60;
        double sine = StrictMath.sin(t);
        double y =
                13 * StrictMath.cos(t) - 5 * StrictMath.cos(2 * t) - 2 * StrictMath.cos(3 * t) - StrictMath.cos(4 * t);
        return new double[] {sine * sine * sine * 16 / 17, -y / 17};
    }
}
