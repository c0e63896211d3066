package io.sluice.deploy.modeling;

import io.sluice.inference.engine.Engine;
import io.sluice.inference.model.OperatingPoint;

/**
 * A step of a ladder of operating points, ready to run.
 *
 * @param engine serves {@code point}, and maybe others; closed by the {@link Engines} that it comes from
 * @param point how it is run
 */
public record Rung(Engine engine, OperatingPoint point) {}
