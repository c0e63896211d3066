package io.sluice.inference.image;

import java.util.ArrayList;
import java.util.List;

/**
 * A JPEG's frame header: what its pixels are made of.
 *
 * @param progressive whether each scan only refines the picture
 * @param width in pixels
 * @param height in pixels
 * @param components one (grey), three (colour) or four (CMYK and the like)
 */
record JpegFrame(boolean progressive, int width, int height, List<Component> components) {
    private static final int BASELINE = 0xc0;
    private static final int EXTENDED = 0xc1;
    private static final int PROGRESSIVE = 0xc2;
    private static final int BLOCK = 8;
    private static final int FINEST_SAMPLING = 4;

    /**
     * One colour's part.
     *
     * @param id by which scans name it
     * @param across samples in the time of the coarsest component's one
     * @param down the same for rows
     */
    record Component(int id, int across, int down) {}

    JpegFrame {
        components = List.copyOf(components);
    }

    /** Frame headers are C0 to CF without C4 (Huffman tables), C8 (reserved) and CC (arithmetic conditioning). */
    static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    /** Reads the frame header whose marker is at {@code at}. */
    static JpegFrame read(JpegSegments bytes, int at) throws UnreadableException {
        int type = bytes.unsigned(at);
        int length = bytes.length(at);
        if (length < 8 || length < 8 + 3 * bytes.unsigned(at + 8)) {
            throw JpegSegments.damaged("its frame header is too short");
        }
        requireUsual(type, bytes.unsigned(at + 3), bytes.unsigned(at + 8));
        List<Component> components = new ArrayList<>();
        for (int i = 0; i < bytes.unsigned(at + 8); i++) {
            int component = at + 9 + 3 * i;
            components.add(component(bytes.unsigned(component), bytes.unsigned(component + 1)));
        }
        return new JpegFrame(type == PROGRESSIVE, bytes.unsignedShort(at + 6), bytes.unsignedShort(at + 4), components);
    }

    private static void requireUsual(int type, int bits, int components) throws UnreadableException {
        if (type != BASELINE && type != EXTENDED && type != PROGRESSIVE) {
            throw new UnreadableException("The JPEG picture is lossless, hierarchical or arithmetically coded (SOF"
                    + (type - BASELINE) + "): expected a baseline or progressive one.");
        }
        if (bits != 8) {
            throw new UnreadableException("The JPEG picture has " + bits + " bits a sample: expected 8.");
        }
        if (components != 1 && components != 3 && components != 4) {
            throw new UnreadableException(
                    "The JPEG picture has " + components + " components: expected 1 (grey), 3 (colour) or 4 (CMYK).");
        }
    }

    private static Component component(int id, int sampling) throws UnreadableException {
        Component component = new Component(id, sampling >> 4, sampling & 0xf);
        if (Math.min(component.across, component.down) < 1
                || Math.max(component.across, component.down) > FINEST_SAMPLING) {
            throw JpegSegments.damaged("a component is sampled " + component.across + " x " + component.down);
        }
        return component;
    }

    /**
     * The units that a scan of {@code scanned} is coded in, which restart markers are counted by.
     *
     * @param scanned components of the scan, at least one
     */
    long units(List<Component> scanned) {
        int across = components.stream().mapToInt(Component::across).max().orElseThrow();
        int down = components.stream().mapToInt(Component::down).max().orElseThrow();
        if (scanned.size() > 1) {
            return (long) parts(width, BLOCK * across) * parts(height, BLOCK * down);
        }
        Component only = scanned.get(0);
        return (long) parts(parts(width * only.across, across), BLOCK) * parts(parts(height * only.down, down), BLOCK);
    }

    /** Blocks of 8 x 8 samples in each of {@link #units}. */
    static int blocksInUnit(List<Component> scanned) {
        return scanned.size() == 1
                ? 1
                : scanned.stream().mapToInt(part -> part.across * part.down).sum();
    }

    private static int parts(int whole, int part) {
        return (whole + part - 1) / part;
    }
}
