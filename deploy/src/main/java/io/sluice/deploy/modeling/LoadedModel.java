package io.sluice.deploy.modeling;

import io.sluice.inference.engine.Engine;
import io.sluice.inference.model.ClassNames;
import io.sluice.inference.model.OperatingPoint;

/**
 * A model that can be run at once.
 *
 * @param engine serves {@code point}; closed with this
 * @param point what the operator asked for
 * @param classNames one for each output of the model
 */
public record LoadedModel(Engine engine, OperatingPoint point, ClassNames classNames) implements AutoCloseable {
    @Override
    public void close() {
        engine.close();
    }
}
