/**
 * Runs compiled models: {@link io.sluice.inference.engine.Engine} holds one model on one device, each calling thread runs it
 * through a {@link io.sluice.inference.engine.Lane} of its own, {@link io.sluice.inference.engine.TopLabels} reads the
 * answers. ONNX Runtime, its exceptions included, does not leave this package.
 */
package io.sluice.inference.engine;
