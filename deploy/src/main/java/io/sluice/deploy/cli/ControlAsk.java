package io.sluice.deploy.cli;

/**
 * What was asked for, as JSON.
 *
 * @param asked what, such as {@code pin}
 * @param point that is pinned; null where none is
 * @param camera that weighs; null where none does
 * @param weight of the camera; null where none was given
 * @param by who asked
 */
record ControlAsk(String asked, String point, String camera, Double weight, String by) {}
