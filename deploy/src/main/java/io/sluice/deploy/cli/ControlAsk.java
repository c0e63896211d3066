package io.sluice.deploy.cli;

/**
 * What was asked for, as JSON.
 *
 * @param asked what, such as {@code pin}
 * @param of the point or the camera; null where there is but one
 * @param weight of the camera; null where none was given
 * @param by who asked
 */
record ControlAsk(String asked, String of, Double weight, String by) {}
