package io.sluice.inference.image;

import io.sluice.inference.image.JpegFrame.Component;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Walks a JPEG from its first scan to its end mark. Libjpeg paints what is missing of a torn or damaged picture in grey,
 * or shifted, and calls it good; so what can be seen from the markers alone is looked for here:
 *
 * <ul>
 *   <li>the end mark is missing, or something that is no marker stands in the compressed data;
 *   <li>restart markers are missing, out of turn, too few or too many: a lost part of a picture of a camera that sets them;
 *   <li>a scan is shorter than a bit or two a block, which is the least that can be: a large size on few bytes.
 * </ul>
 *
 * Damage inside the compressed data that leaves all that in place goes unnoticed. Walking the Huffman codes would take most of
 * the time of decoding, and miss three of four flipped bits.
 */
final class JpegScans {
    static final int START_OF_SCAN = 0xda;
    static final int RESTART_INTERVAL = 0xdd;

    private static final int END_OF_IMAGE = 0xd9;
    private static final int FIRST_RESTART = 0xd0;
    private static final int RESTARTS = 8;
    private static final int FILL = 0xff;
    private static final int MOST_BLOCKS_IN_UNIT = 10;

    /** Each scan costs a pass over all pixels, and a scan of a few bytes can be repeated at will; encoders use about ten. */
    private static final int MAX_SCANS = 64;

    private final JpegSegments bytes;
    private final JpegFrame frame;
    private final Set<Component> seen = new HashSet<>();
    private int restartInterval;

    /** @param restartInterval in coded units; 0 for no restart markers */
    JpegScans(JpegSegments bytes, JpegFrame frame, int restartInterval) {
        this.bytes = bytes;
        this.frame = frame;
        this.restartInterval = restartInterval;
    }

    /** The interval that the segment at {@code marker} sets. */
    static int restartInterval(JpegSegments bytes, int marker) throws UnreadableException {
        if (bytes.length(marker) != 4) {
            throw JpegSegments.damaged("its restart interval has " + bytes.length(marker) + " bytes");
        }
        return bytes.unsignedShort(marker + 3);
    }

    /**
     * Checks all scans and what is between them.
     *
     * @param firstScan position of the first scan's marker
     * @return scans
     */
    int requireWhole(int firstScan) throws UnreadableException {
        int scans = 0;
        int marker = firstScan;
        while (bytes.unsigned(marker) != END_OF_IMAGE) {
            int next = bytes.end(marker);
            if (bytes.unsigned(marker) == START_OF_SCAN) {
                requireFew(++scans);
                next = coded(marker, next);
            } else if (bytes.unsigned(marker) == RESTART_INTERVAL) {
                restartInterval = restartInterval(bytes, marker);
            }
            marker = bytes.marker(next);
        }
        if (seen.size() < frame.components().size()) {
            throw JpegSegments.damaged(
                    "only " + seen.size() + " of its " + frame.components().size() + " components have a scan");
        }
        return scans;
    }

    private static void requireFew(int scans) throws UnreadableException {
        if (scans > MAX_SCANS) {
            throw new UnreadableException("The JPEG picture has more than the " + MAX_SCANS + " scans allowed.");
        }
    }

    /** Walks the compressed data that begins at {@code begin} and belongs to the scan at {@code scan}; returns its end. */
    private int coded(int scan, int begin) throws UnreadableException {
        List<Component> scanned = components(scan);
        seen.addAll(scanned);
        long units = frame.units(scanned);
        long restarts = restartInterval == 0 ? 0 : (units - 1) / restartInterval;
        long found = 0;
        int uncoded = 0;
        int at = nextMark(begin);
        int second = bytes.unsigned(at + 1);
        while (isInside(second)) {
            if (isRestart(second)) {
                requireInTurn(at + 1, found++, restarts);
            } else {
                uncoded++;
            }
            at = nextMark(second == FILL ? at + 1 : at + 2);
            second = bytes.unsigned(at + 1);
        }
        if (found < restarts) {
            throw JpegSegments.damaged("it has " + found + " of its " + restarts + " restart markers");
        }
        requireRoom(scan, at - begin - uncoded - 2 * found, units * JpegFrame.blocksInUnit(scanned));
        return at;
    }

    private List<Component> components(int scan) throws UnreadableException {
        int count = bytes.unsigned(scan + 3);
        if (count < 1 || count > frame.components().size() || bytes.length(scan) != 6 + 2 * count) {
            throw JpegSegments.damaged("a scan at byte " + scan + " has " + count + " components");
        }
        List<Component> scanned = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            scanned.add(component(bytes.unsigned(scan + 4 + 2 * i)));
        }
        if (count > 1 && JpegFrame.blocksInUnit(scanned) > MOST_BLOCKS_IN_UNIT) {
            throw JpegSegments.damaged("a scan at byte " + scan + " has too fine a sampling");
        }
        return scanned;
    }

    private Component component(int id) throws UnreadableException {
        for (Component component : frame.components()) {
            if (component.id() == id) {
                return component;
            }
        }
        throw JpegSegments.damaged("a scan is of a component " + id + " that it does not have");
    }

    /** The first 0xff from {@code from} on that has a byte behind it. */
    private int nextMark(int from) throws UnreadableException {
        int at = from;
        while (at <= bytes.limit() - 8 && !holdsMark(bytes.eight(at))) {
            at += 8;
        }
        while (at < bytes.limit() - 1 && bytes.unsigned(at) != 0xff) {
            at++;
        }
        if (at >= bytes.limit() - 1) {
            throw bytes.torn();
        }
        return at;
    }

    /** Whether one of eight bytes is 0xff: whether one of their complements is zero. */
    private static boolean holdsMark(long eight) {
        long complement = ~eight;
        return ((complement - 0x0101010101010101L) & eight & 0x8080808080808080L) != 0;
    }

    /** After 0xff: zero stands for a coded 0xff, restart markers belong to the coded data, and markers may be filled up. */
    private static boolean isInside(int second) {
        return second == 0 || second == FILL || isRestart(second);
    }

    private static boolean isRestart(int second) {
        return second >= FIRST_RESTART && second < FIRST_RESTART + RESTARTS;
    }

    /** Some encoders set one more than is due, at the very end of the scan. */
    private void requireInTurn(int at, long before, long restarts) throws UnreadableException {
        boolean due = before < restarts || endsAt(at + 1);
        if (!due || bytes.unsigned(at) - FIRST_RESTART != before % RESTARTS) {
            throw JpegSegments.damaged("the restart marker at byte " + at + " is out of turn");
        }
    }

    /** Whether a marker that is not of the scan begins here. */
    private boolean endsAt(int begin) {
        int at = begin;
        while (at < bytes.limit() && bytes.unsigned(at) == FILL) {
            at++;
        }
        return at > begin && at < bytes.limit() && !isInside(bytes.unsigned(at));
    }

    /** Each block has at least a code for its mean and one for its end, of a bit or more each; refinements may have less. */
    private void requireRoom(int scan, long codedBytes, long blocks) throws UnreadableException {
        boolean means = bytes.unsigned(scan + bytes.length(scan) - 2) == 0;
        long progressiveBits = means ? blocks : 0;
        long bits = frame.progressive() ? progressiveBits : 2 * blocks;
        if (8 * codedBytes < bits) {
            throw JpegSegments.damaged(
                    "a scan at byte " + scan + " has " + codedBytes + " bytes for " + blocks + " blocks");
        }
    }
}
