/** What a check on a GPU machine ({@code deploy/gpu-check.sh}) measured, step by step, as ratios. */
package io.sluice.deploy.bench.gpu;
