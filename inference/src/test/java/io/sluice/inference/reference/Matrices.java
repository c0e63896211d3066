package io.sluice.inference.reference;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Plain loops over rows of doubles: slow, and easy to be sure of. */
final class Matrices {
    private Matrices() {}

    /** {@code x W^T + b}, with W row by row. */
    static double[][] linear(double[][] x, double[] weight, double[] bias) {
        double[][] y = new double[x.length][bias.length];
        for (int row = 0; row < x.length; row++) {
            for (int to = 0; to < bias.length; to++) {
                double sum = bias[to];
                for (int from = 0; from < x[row].length; from++) {
                    sum += x[row][from] * weight[to * x[row].length + from];
                }
                y[row][to] = sum;
            }
        }
        return y;
    }

    static double[][] layerNorm(double[][] x, double[] scale, double[] bias, double epsilon) {
        return Arrays.stream(x)
                .map(row -> {
                    double mean = Arrays.stream(row).average().orElseThrow();
                    double variance = Arrays.stream(row)
                            .map(value -> (value - mean) * (value - mean))
                            .average()
                            .orElseThrow();
                    return IntStream.range(0, row.length)
                            .mapToDouble(i -> (row[i] - mean) / Math.sqrt(variance + epsilon) * scale[i] + bias[i])
                            .toArray();
                })
                .toArray(double[][]::new);
    }

    static double[][] map(double[][] x, DoubleUnaryOperator function) {
        return Arrays.stream(x)
                .map(row -> Arrays.stream(row).map(function).toArray())
                .toArray(double[][]::new);
    }

    static double[][] plus(double[][] x, double[][] y) {
        return IntStream.range(0, x.length)
                .mapToObj(row -> plus(x[row], 1, y[row], 1))
                .toArray(double[][]::new);
    }

    /** {@code a x + b y}. */
    static double[] plus(double[] x, double a, double[] y, double b) {
        return IntStream.range(0, x.length)
                .mapToDouble(i -> a * x[i] + b * y[i])
                .toArray();
    }

    static double[] softmax(double[] x) {
        double largest = Arrays.stream(x).max().orElseThrow();
        double[] powers =
                Arrays.stream(x).map(value -> Math.exp(value - largest)).toArray();
        double sum = Arrays.stream(powers).sum();
        return Arrays.stream(powers).map(power -> power / sum).toArray();
    }

    static double dot(double[] x, double[] y) {
        return IntStream.range(0, x.length).mapToDouble(i -> x[i] * y[i]).sum();
    }

    static double length(double[] x) {
        return Math.sqrt(dot(x, x));
    }

    static double gelu(double x) {
        return x * (1 + erf(x / Math.sqrt(2))) / 2;
    }

    /** The series where it converges quickly, the continued fraction of the complement elsewhere: 1e-14 or better. */
    static double erf(double x) {
        double z = Math.abs(x);
        return Math.signum(x) * (z < 3 ? series(z) : 1 - complement(z));
    }

    private static double series(double z) {
        double term = z;
        double sum = z;
        for (int n = 1; Math.abs(term) > 1e-17; n++) {
            term *= -z * z / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }

    private static double complement(double z) {
        double fraction = z;
        for (int n = 60; n >= 1; n--) {
            fraction = z + n / 2.0 / fraction;
        }
        return Math.exp(-z * z) / Math.sqrt(Math.PI) / fraction;
    }
}
