package io.sluice.deploy.bench.faults;

import io.sluice.deploy.IoReason;
import io.sluice.deploy.OperatorException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A file system of a few megabytes, in memory, which can be filled up. Needs the right to mount (root, on Linux). */
final class SmallDisk implements AutoCloseable {
    private static final int BLOCK_BYTES = 64 << 10;

    private final Path directory;
    private final Path ballast;

    private SmallDisk(Path directory) {
        this.directory = directory;
        ballast = directory.resolve("ballast");
    }

    /**
     * A new one, empty but for a folder {@code data}.
     *
     * @param directory to be made
     * @return empty where that is not permitted here
     */
    static Optional<SmallDisk> mount(Path directory, int mebibytes) throws IOException {
        Files.createDirectories(directory);
        boolean mounted = SystemCommand.run(
                "mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", directory.toString());
        if (!mounted) {
            return Optional.empty();
        }
        SmallDisk disk = new SmallDisk(directory);
        try {
            Files.createDirectory(disk.data());
        } catch (IOException e) {
            disk.close();
            throw e;
        }
        return Optional.of(disk);
    }

    /** For those who live on it. */
    Path data() {
        return directory.resolve("data");
    }

    /** Takes all room that is left. */
    void fill() {
        byte[] block = new byte[BLOCK_BYTES];
        for (int size = block.length; size > 0; size /= 2) {
            writeUntilRefused(block, size);
        }
    }

    private void writeUntilRefused(byte[] block, int size) {
        try (OutputStream out = Files.newOutputStream(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (true) {
                out.write(block, 0, size);
            }
        } catch (IOException e) {
            // no room for another block of that size
        }
    }

    /** Gives the room back. */
    void free() {
        try {
            Files.deleteIfExists(ballast);
        } catch (IOException e) {
            throw new OperatorException("The ballast " + ballast + " cannot be removed: " + IoReason.of(e), e);
        }
    }

    @Override
    public void close() {
        SystemCommand.run("umount", "-l", directory.toString());
    }
}
