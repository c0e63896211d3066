package io.sluice.inference.control;

import io.sluice.inference.model.OperatingPoint;

/** What an operator asks for while inference runs; {@code by} says who. */
public sealed interface Directive {
    /** Who asks, as far as known. */
    String by();

    /**
     * Serve every frame at this point.
     *
     * @param point which
     */
    record Pin(PointName point, String by) implements Directive {}

    /** Serve again what would serve without a pin. */
    record Unpin(String by) implements Directive {}

    /**
     * Let a camera weigh so much, whatever its policy says.
     *
     * @param camera its id
     * @param weight above zero; who reads directives bounds it further
     */
    record Weigh(String camera, double weight, String by) implements Directive {
        public Weigh {
            if (!(weight > 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException("Expected a weight above zero, found " + weight + ".");
            }
        }
    }

    /**
     * Let a camera weigh again what its policy says.
     *
     * @param camera its id
     */
    record ClearWeight(String camera, String by) implements Directive {}

    /**
     * An operating point as people name it.
     *
     * @param model name and the first digits of the hash, as labels carry it
     * @param reducer spec in canonical form
     * @param precision such as {@code INT8}
     */
    record PointName(String model, String reducer, String precision) {
        /** How {@code point} is named. */
        public static PointName of(OperatingPoint point) {
            return new PointName(
                    point.model().toString(),
                    point.reducer().toString(),
                    point.precision().name());
        }

        @Override
        public String toString() {
            return reducer + " " + precision + " of " + model;
        }
    }
}
