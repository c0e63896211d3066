package io.sluice.inference.engine;

import io.sluice.inference.image.FrameSlot;
import java.util.OptionalInt;

/**
 * A frame that operating points are compared on.
 *
 * @param pixels decoded as the models take them
 * @param label the class that it shows; empty where nobody knows
 */
public record SampleFrame(FrameSlot pixels, OptionalInt label) {}
