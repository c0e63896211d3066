/** Meters: what a process counts and measures, as Prometheus reads it. Micrometer stays in here. */
package io.sluice.inference.metrics;
