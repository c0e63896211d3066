/**
 * Encoded frames to pixels as a model wants them, in buffers that are used again: {@link
 * io.sluice.inference.image.FrameDecoder} decodes, resizes and crops into a slot, {@link
 * io.sluice.inference.image.FrameSlots} bounds how many frames wait, {@link io.sluice.inference.image.PixelBatch} gathers
 * them. OpenCV does not leave this package.
 */
package io.sluice.inference.image;
