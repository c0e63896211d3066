package io.sluice.deploy.demo;

/**
 * How many frames were labelled at an operating point.
 *
 * @param model name and hash of the weights
 * @param reducer spec of the token reducer
 * @param precision of the model
 * @param frames labelled there
 */
public record PointShare(String model, String reducer, String precision, long frames) {}
