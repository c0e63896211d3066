package io.sluice.inference.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where things lie in a zip file whose entries are stored as they are, as PyTorch writes them, so that they can be mapped;
 * {@link java.util.zip.ZipFile} does not tell. Compressed entries are refused: nothing here can grow. Places are checked
 * against the file's length and against each other.
 */
final class ZipArchive {
    /** How a zip file begins. */
    static final int MAGIC = 0x04034b50;

    private static final int ENTRY_MAGIC = 0x02014b50;
    private static final int ENTRY_BYTES = 46;
    private static final int LOCAL_BYTES = 30;
    private static final int ENCRYPTED = 1;

    /** In place of a number that needs 64 bits and stands elsewhere. */
    private static final int ELSEWHERE = -1;

    private static final int ZIP64_FIELD = 1;

    private final CheckpointFile file;
    private final Map<String, Entry> entries = new HashMap<>();

    /**
     * A file in the archive.
     *
     * @param name with its folders
     * @param header position of its local header
     * @param position of its first byte
     * @param length in bytes
     */
    record Entry(String name, long header, long position, long length) {}

    private ZipArchive(CheckpointFile file) {
        this.file = file;
    }

    /**
     * Reads the directory.
     *
     * @throws CheckpointException where it is damaged or entries are compressed, encrypted, overlapping or of one name
     */
    static ZipArchive open(CheckpointFile file) {
        ZipArchive archive = new ZipArchive(file);
        try (FileChannel channel = file.open()) {
            ZipDirectory directory = ZipDirectory.find(file, channel);
            archive.readEntries(channel, directory);
            archive.requireApart(directory.position());
            return archive;
        } catch (IOException e) {
            throw CheckpointFile.unreadable(file.path(), e);
        }
    }

    /** The entry whose name ends so; the first by name where there are several. */
    Optional<Entry> endingWith(String ending) {
        return entries.values().stream()
                .filter(entry -> entry.name().endsWith(ending))
                .min(Comparator.comparing(Entry::name));
    }

    Optional<Entry> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    private void readEntries(FileChannel channel, ZipDirectory directory) throws IOException {
        ByteBuffer bytes = file.read(channel, directory.position(), directory.length());
        while (bytes.hasRemaining()) {
            Entry entry = entry(channel, bytes);
            if (entries.put(entry.name(), entry) != null) {
                throw file.wrong("has two entries '" + entry.name() + "'");
            }
        }
    }

    /** The entry at the position of {@code bytes}, which is moved behind it. */
    private Entry entry(FileChannel channel, ByteBuffer bytes) throws IOException {
        ByteBuffer fixed = part(bytes, ENTRY_BYTES);
        if (fixed.getInt(0) != ENTRY_MAGIC) {
            throw damaged();
        }
        String name = StandardCharsets.UTF_8
                .decode(part(bytes, Short.toUnsignedInt(fixed.getShort(28))))
                .toString();
        ByteBuffer wide = zip64(part(bytes, Short.toUnsignedInt(fixed.getShort(30))));
        part(bytes, Short.toUnsignedInt(fixed.getShort(32)));
        requireStored(name, fixed.getShort(8), fixed.getShort(10));
        long size = number(fixed.getInt(24), wide);
        long stored = number(fixed.getInt(20), wide);
        long header = number(fixed.getInt(42), wide);
        if (size != stored || size < 0 || header < 0) {
            throw damaged();
        }
        return new Entry(name, header, dataPosition(channel, name, header), size);
    }

    /** The next {@code length} bytes. */
    private ByteBuffer part(ByteBuffer bytes, int length) {
        if (length > bytes.remaining()) {
            throw damaged();
        }
        ByteBuffer part = bytes.slice(bytes.position(), length).order(bytes.order());
        bytes.position(bytes.position() + length);
        return part;
    }

    private CheckpointException damaged() {
        return file.wrong("has a damaged zip directory");
    }

    private void requireStored(String name, short flags, short method) {
        if (method != 0) {
            throw file.wrong("has the compressed entry '" + name
                    + "': expected a zip file whose entries are stored as they are, as torch.save writes it");
        }
        if ((flags & ENCRYPTED) != 0) {
            throw file.wrong("has the encrypted entry '" + name + "'");
        }
    }

    /** The field that has the wide numbers; empty where there is none. */
    private static ByteBuffer zip64(ByteBuffer extra) {
        while (extra.remaining() >= 4) {
            int kind = Short.toUnsignedInt(extra.getShort());
            int length = Math.min(Short.toUnsignedInt(extra.getShort()), extra.remaining());
            if (kind == ZIP64_FIELD) {
                return extra.slice(extra.position(), length).order(extra.order());
            }
            extra.position(extra.position() + length);
        }
        return ByteBuffer.allocate(0);
    }

    /** A number of the directory, or the next one of those that need 64 bits. */
    private long number(int narrow, ByteBuffer wide) {
        if (narrow != ELSEWHERE) {
            return Integer.toUnsignedLong(narrow);
        }
        if (wide.remaining() < Long.BYTES) {
            throw damaged();
        }
        return wide.getLong();
    }

    private long dataPosition(FileChannel channel, String name, long header) throws IOException {
        if (header > file.bytes() - LOCAL_BYTES) {
            throw file.wrong("is cut short: its entry '" + name + "' begins at byte " + header + " of " + file.bytes());
        }
        ByteBuffer local = file.read(channel, header, LOCAL_BYTES);
        if (local.getInt(0) != MAGIC) {
            throw file.wrong("has no entry '" + name + "' where its zip directory says");
        }
        return header + LOCAL_BYTES + Short.toUnsignedInt(local.getShort(26)) + Short.toUnsignedInt(local.getShort(28));
    }

    private void requireApart(long end) {
        List<Entry> backwards = new ArrayList<>(entries.values());
        backwards.sort(Comparator.comparingLong(Entry::header).reversed());
        long next = end;
        for (Entry entry : backwards) {
            if (entry.position() > next || entry.length() > next - entry.position()) {
                throw file.wrong(
                        "has a damaged zip directory: the entry '" + entry.name() + "' overlaps what comes behind it");
            }
            next = entry.header();
        }
    }
}
