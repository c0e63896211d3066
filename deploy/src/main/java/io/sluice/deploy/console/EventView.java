package io.sluice.deploy.console;

import io.sluice.schemas.LabelEvent;

/**
 * An interval in which a camera showed something.
 *
 * @param start in milliseconds since the epoch
 * @param end likewise; null while it goes on
 * @param frames that it was seen on
 * @param meanScore of its label, 0 to 1
 * @param stability share of its frames, 0 to 1, that show the label
 * @param meanFidelity of the operating points that its frames were answered at, 0 to 1; null where none is known
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
