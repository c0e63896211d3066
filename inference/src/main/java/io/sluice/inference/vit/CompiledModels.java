package io.sluice.inference.vit;

import io.sluice.inference.graph.Graph;
import io.sluice.inference.graph.OnnxModel;
import io.sluice.inference.graph.Operators;
import io.sluice.inference.model.CompiledModel;
import io.sluice.inference.model.OperatingPoint;
import io.sluice.inference.model.Preprocessing;
import io.sluice.inference.model.VitShape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Compiled models as {@code .onnx} files: plain ONNX, with their provenance in the metadata. */
public final class CompiledModels {
    private CompiledModels() {}

    static CompiledModel of(
            Graph graph, Operators operators, VitShape shape, Preprocessing preprocessing, OperatingPoint point) {
        Provenance provenance = new Provenance(point.model(), shape, preprocessing, point);
        return provenance.model(graph.build(operators, provenance.toMetadata()).bytes());
    }

    /**
     * Writes a model; the file is there whole or not at all.
     *
     * @throws ModelFileException where it cannot be written
     */
    public static void write(CompiledModel model, Path file) {
        Path target = file.toAbsolutePath();
        try {
            // Not a temporary file, which nobody but its owner could read.
            Path half = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
            try {
                write(model.onnx(), half);
                Files.move(half, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(half);
            }
        } catch (IOException e) {
            throw new ModelFileException("Cannot write model " + file + ": " + reason(e) + ".", e);
        }
    }

    private static void write(ByteBuffer bytes, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /**
     * Reads a model that was compiled here. The file is mapped: it may be replaced afterwards, but not changed.
     *
     * @throws ModelFileException where the file cannot be read or is no such model
     */
    public static CompiledModel read(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            OnnxModel model = OnnxModel.parse(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
            return Provenance.of(model.metadata()).model(model.bytes());
        } catch (IOException e) {
            throw new ModelFileException("Cannot read model " + file + ": " + reason(e) + ".", e);
        } catch (IllegalArgumentException e) {
            throw new ModelFileException("Cannot use model " + file + ": " + e.getMessage() + ".", e);
        }
    }

    private static String reason(IOException e) {
        return e instanceof NoSuchFileException missing
                ? "there is no " + missing.getFile()
                : String.valueOf(e.getMessage());
    }
}
