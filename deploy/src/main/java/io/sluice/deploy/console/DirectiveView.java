package io.sluice.deploy.console;

import io.sluice.schemas.Directive;

/**
 * What operators ask for and have not taken back: a pin, or the weight of a camera.
 *
 * @param at in milliseconds since the epoch
 */
record DirectiveView(long at, String by, PointKey pin, String camera, Double weight) {
    static DirectiveView of(Directive directive) {
        var weight = directive.getWeight();
        return new DirectiveView(
                directive.getAt().toEpochMilli(),
                Limits.text(directive.getBy()),
                PointKey.of(directive.getPin()),
                weight == null ? null : Limits.text(weight.getCamera()),
                weight == null ? null : weight.getWeight());
    }
}
