package io.sluice.inference.control;

import io.sluice.inference.model.OperatingPoint;
import java.util.List;

/**
 * The operating points to choose from, best quality first, fastest last.
 *
 * @param rungs at least one
 */
public record Ladder(List<OperatingPoint> rungs) {
    public Ladder {
        rungs = List.copyOf(rungs);
        if (rungs.isEmpty()) {
            throw new IllegalArgumentException("Expected at least one operating point.");
        }
    }
}
