package io.sluice.deploy.console;

import io.sluice.schemas.LabelEvent;

/**
 * An interval in which a camera showed something.
 *
 * @param start in milliseconds since the epoch
 * @param end likewise; null while it goes on
 */
record EventView(
        String id,
        String camera,
        String label,
        long start,
        Long end,
        long frames,
        double meanScore,
        double stability,
        Double meanFidelity) {
    static EventView of(LabelEvent event) {
        return new EventView(
                event.getId(),
                Limits.text(event.getCamera()),
                Limits.text(event.getLabel()),
                event.getStart().toEpochMilli(),
                event.getEnd() == null ? null : event.getEnd().toEpochMilli(),
                event.getFrames(),
                event.getMeanScore(),
                event.getStability(),
                event.getMeanFidelity());
    }
}
