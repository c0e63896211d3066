package io.sluice.deploy.cli;

import java.time.InstantSource;

/**
 * What commands know of the process around them.
 *
 * @param stop when to end
 * @param clock the time of day
 * @param terminal where progress is shown
 */
public record Surroundings(StopSignal stop, InstantSource clock, Terminal terminal) {}
