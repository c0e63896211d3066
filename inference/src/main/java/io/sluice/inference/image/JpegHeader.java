package io.sluice.inference.image;

import java.nio.ByteBuffer;

/** Walks a JPEG's segments to its first scan, and has {@link JpegScans} walk on to its end. */
final class JpegHeader {
    private static final int START_OF_IMAGE = 0xd8;
    private static final int ADOBE = 0xee;
    private static final int ADOBE_NAME = 0x41646f62;
    private static final int CMYK_COMPONENTS = 4;

    private final JpegSegments bytes;
    private JpegFrame frame;
    private boolean adobe;
    private int restartInterval;

    private JpegHeader(JpegSegments bytes) {
        this.bytes = bytes;
    }

    static boolean matches(ByteBuffer bytes) {
        return bytes.limit() >= 3
                && bytes.getShort(0) == (short) (0xff00 | START_OF_IMAGE)
                && bytes.get(2) == (byte) 0xff;
    }

    static ImageHeader read(ByteBuffer bytes, DecodeLimits limits) throws UnreadableException {
        return new JpegHeader(new JpegSegments(bytes)).read(limits);
    }

    private ImageHeader read(DecodeLimits limits) throws UnreadableException {
        int scan = firstScan();
        if (frame == null) {
            throw new UnreadableException("The JPEG picture has no frame header.");
        }
        limits.requirePixels(frame.width(), frame.height());
        limits.requireSamples(frame.components().size(), frame.width(), frame.height());
        requireKnownInks();
        int scans = new JpegScans(bytes, frame, restartInterval).requireWhole(scan);
        limits.requireScans(scans, frame.width(), frame.height());
        return new ImageHeader(PictureFormat.JPEG, frame.width(), frame.height());
    }

    /** Finds the first scan's marker, and what stands before it on the way. */
    private int firstScan() throws UnreadableException {
        int marker = bytes.marker(2);
        while (bytes.unsigned(marker) != JpegScans.START_OF_SCAN) {
            note(marker);
            marker = bytes.marker(bytes.end(marker));
        }
        return marker;
    }

    private void note(int marker) throws UnreadableException {
        int kind = bytes.unsigned(marker);
        if (JpegFrame.isFrame(kind)) {
            requireFirstFrame();
            frame = JpegFrame.read(bytes, marker);
        } else if (kind == JpegScans.RESTART_INTERVAL) {
            restartInterval = JpegScans.restartInterval(bytes, marker);
        } else if (kind == ADOBE && bytes.length(marker) >= 8) {
            adobe |= bytes.eight(marker + 1) << 16 >>> 32 == ADOBE_NAME;
        }
    }

    private void requireFirstFrame() throws UnreadableException {
        if (frame != null) {
            throw JpegSegments.damaged("it has two frame headers");
        }
    }

    /** Whether zero means full ink or none is told by Adobe's mark alone; without it colours may come out as their opposites. */
    private void requireKnownInks() throws UnreadableException {
        if (frame.components().size() == CMYK_COMPONENTS && !adobe) {
            throw new UnreadableException("The JPEG picture has four components and does not say which inks they are"
                    + " (it lacks Adobe's marker): expected grey or colour.");
        }
    }
}
