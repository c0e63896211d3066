package io.sluice.deploy.fetch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * What has been fetched of a file so far, beside where it will be, and with it the entity tag that it came with: only as
 * long as the server has the same tag do further bytes go with these. Only one process at a time adds to it.
 */
final class PartFile implements AutoCloseable {
    private final Path target;
    private final Path part;
    private final Path tagFile;
    private final FileChannel channel;
    private final FileLock lock;

    private PartFile(Path target, Path part, FileChannel channel, FileLock lock) {
        this.target = target;
        this.part = part;
        this.tagFile = part.resolveSibling(part.getFileName() + ".etag");
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Opens what is there, or begins.
     *
     * @throws FetchException where files cannot be written there, or another process fetches the same
     */
    static PartFile of(Path target) {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = locked(channel);
            if (lock == null) {
                channel.close();
                throw new FetchException("Cannot fetch " + target + ": another process is fetching it.");
            }
            return new PartFile(target, part, channel, lock);
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    private static FileLock locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Bytes that are there and that more may be added to; 0 where it is not known what they belong to. */
    long bytes() {
        return tag().isEmpty() ? 0 : size();
    }

    long size() {
        try {
            return channel.size();
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    /** The entity tag of what is there; empty where there is none. */
    String tag() {
        try {
            String tag = Files.readString(tagFile, StandardCharsets.ISO_8859_1);
            return tag.matches("\"[\\x21-\\x7e]*\"") ? tag : "";
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    /** Begins again. */
    void begin(String tag) {
        try {
            channel.truncate(0);
            if (tag.isEmpty()) {
                Files.deleteIfExists(tagFile);
            } else {
                Files.writeString(tagFile, tag, StandardCharsets.ISO_8859_1);
            }
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    void add(byte[] bytes, int length) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
            long at = channel.size();
            while (buffer.hasRemaining()) {
                at += channel.write(buffer, at);
            }
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    String sha256() {
        return Sha256.of(part);
    }

    /** Puts the whole file where it belongs. */
    void complete() {
        try {
            channel.force(true);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Files.deleteIfExists(tagFile);
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    /** Nothing of it is of use. */
    void discard() {
        try {
            Files.deleteIfExists(part);
            Files.deleteIfExists(tagFile);
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    static FetchException unwritable(Path target, IOException e) {
        String reason = String.valueOf(e.getMessage());
        if (e instanceof AccessDeniedException denied) {
            reason = "access to " + denied.getFile() + " is denied";
        } else if (e instanceof FileAlreadyExistsException exists) {
            reason = exists.getFile() + " is no folder";
        }
        return new FetchException("Cannot write " + target + ": " + reason + ".", e);
    }
}
