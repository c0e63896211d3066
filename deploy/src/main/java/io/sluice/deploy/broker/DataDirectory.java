package io.sluice.deploy.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * Where a broker keeps its records, formatted once.
 *
 * @param path an existing directory
 * @param lifetime whether it outlives the broker
 */
record DataDirectory(Path path, Lifetime lifetime) {
    enum Lifetime {
        KEPT,
        TEMPORARY
    }

    /** Written last by the formatter: a directory that has it is complete. */
    private static final String FORMATTED = "meta.properties";

    /** Kafka holds it while a broker runs. */
    private static final String LOCK = ".lock";

    /**
     * Makes the directory ready for a broker.
     *
     * @param wanted the directory, or empty for a temporary one
     * @throws BrokerException if it cannot be used, or is used by another broker
     */
    static DataDirectory prepare(Optional<Path> wanted, ClusterNode node, String controllerListener) {
        DataDirectory directory = wanted.map(DataDirectory::kept).orElseGet(DataDirectory::temporary);
        directory.requireOurs();
        directory.requireUnused();
        directory.format(node, controllerListener);
        return directory;
    }

    private static DataDirectory kept(Path path) {
        try {
            return new DataDirectory(Files.createDirectories(path).toAbsolutePath(), Lifetime.KEPT);
        } catch (IOException e) {
            throw new BrokerException("The broker's data directory " + path + " cannot be made (" + e + ").", e);
        }
    }

    private static DataDirectory temporary() {
        try {
            return new DataDirectory(Files.createTempDirectory("sluice-broker-"), Lifetime.TEMPORARY);
        } catch (IOException e) {
            throw new BrokerException("No temporary directory can be made for the broker (" + e + ").", e);
        }
    }

    private boolean formatted() {
        return Files.exists(path.resolve(FORMATTED));
    }

    /** Kafka takes every folder that it finds for a partition of its own. */
    private void requireOurs() {
        if (!formatted() && !contents().isEmpty()) {
            throw new BrokerException("Directory " + path
                    + " holds other files: expected an empty directory or the data of an earlier broker.");
        }
    }

    private List<Path> contents() {
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> !file.endsWith(LOCK)).toList();
        } catch (IOException e) {
            throw new BrokerException("The broker's data directory " + path + " cannot be read (" + e + ").", e);
        }
    }

    private void requireUnused() {
        try (FileChannel file =
                        FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = file.tryLock()) {
            if (lock == null) {
                throw usedByAnother();
            }
        } catch (OverlappingFileLockException e) {
            throw usedByAnother();
        } catch (IOException e) {
            throw new BrokerException("The broker's data directory " + path + " cannot be written (" + e + ").", e);
        }
    }

    private BrokerException usedByAnother() {
        return new BrokerException("The data directory " + path + " is in use by another broker.");
    }

    private void format(ClusterNode node, String controllerListener) {
        if (formatted()) {
            return;
        }
        try (PrintStream silence = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8)) {
            new Formatter()
                    .setPrintStream(silence)
                    .setClusterId(node.clusterId())
                    .setNodeId(node.id())
                    .setControllerListenerName(controllerListener)
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .addDirectory(path.toString())
                    .setMetadataLogDirectory(path.toString())
                    .run();
        } catch (Exception e) { // all that the formatter declares
            delete();
            throw new BrokerException(
                    "The broker's data directory " + path + " cannot be formatted: " + e.getMessage() + ".", e);
        }
    }

    /** Takes a temporary directory away; leaves any other as it is. */
    void release() {
        if (lifetime == Lifetime.TEMPORARY) {
            delete();
        }
    }

    private void delete() {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The data directory " + path + " cannot be removed.", e);
        }
    }
}
