package io.sluice.deploy.demo;

/** Percentiles of the ages of frames, in milliseconds since their capture. */
public record AgePercentiles(double p50, double p95, double p99) {}
