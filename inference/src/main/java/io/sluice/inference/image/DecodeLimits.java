package io.sluice.inference.image;

/**
 * What one foreign picture may cost. Both are checked before a native decoder sees the picture.
 *
 * @param maxEncodedBytes of a JPEG or PNG file
 * @param maxPixels width times height, as the header states them and again after resizing
 */
public record DecodeLimits(int maxEncodedBytes, int maxPixels) {
    /**
     * 16 MiB and 50 million pixels: any camera's stills, and at most 150 MB for the pixels of one. A JPEG of several scans
     * (every progressive one) takes two bytes more for each sample while it is decoded, 300 MB at most.
     */
    public static final DecodeLimits DEFAULT = new DecodeLimits(16 << 20, 50_000_000);

    /** Three bytes a pixel must stay addressable by one buffer. */
    private static final int LARGEST = 700_000_000;
    /** Passes over the most pixels allowed that the scans of a progressive JPEG may come to: encoders use about ten. */
    private static final int FULL_PASSES = 10;
    /** Samples for each of the most pixels allowed. */
    private static final int COLOURS = 3;
    /** OpenCV takes no longer sides. */
    private static final int LONGEST_SIDE = 1 << 20;

    public DecodeLimits {
        if (maxEncodedBytes < 1 || maxEncodedBytes > LARGEST || maxPixels < 1 || maxPixels > LARGEST) {
            throw new IllegalArgumentException("Expected limits of 1 to " + LARGEST + ", found " + maxEncodedBytes
                    + " encoded bytes and " + maxPixels + " pixels.");
        }
    }

    void requireEncodedBytes(int bytes) throws UnreadableException {
        if (bytes > maxEncodedBytes) {
            throw new UnreadableException(
                    "The encoded picture has " + bytes + " bytes, more than the " + maxEncodedBytes + " allowed.");
        }
    }

    /** Takes any two numbers that a header may hold. */
    void requirePixels(long width, long height) throws UnreadableException {
        if (width < 1 || height < 1) {
            throw new UnreadableException("A picture of " + width + " x " + height + " has no pixels.");
        }
        if (width > LONGEST_SIDE || height > LONGEST_SIDE) {
            throw new UnreadableException(
                    "A picture of " + width + " x " + height + " is longer than " + LONGEST_SIDE + " pixels.");
        }
        if (width * height > maxPixels) {
            throw new UnreadableException(
                    "A picture of " + width + " x " + height + " has more than the " + maxPixels + " pixels allowed.");
        }
    }

    /** Libjpeg keeps a number for each sample of a JPEG that comes in several scans. */
    void requireSamples(int components, long width, long height) throws UnreadableException {
        if (components * width * height > (long) COLOURS * maxPixels) {
            throw new UnreadableException("A picture of " + width + " x " + height + " with " + components
                    + " components has more than the " + (long) COLOURS * maxPixels + " samples allowed.");
        }
    }

    /** Each scan of a JPEG is a pass over its pixels. */
    void requireScans(int scans, long width, long height) throws UnreadableException {
        if (scans * width * height > (long) FULL_PASSES * maxPixels) {
            throw new UnreadableException("The JPEG picture of " + width + " x " + height + " has " + scans
                    + " scans, more than its size allows.");
        }
    }
}
