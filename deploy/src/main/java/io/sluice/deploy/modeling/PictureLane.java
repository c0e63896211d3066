package io.sluice.deploy.modeling;

import io.sluice.inference.batch.BatchRunner;
import io.sluice.inference.engine.Lane;
import io.sluice.inference.engine.TopLabels;
import io.sluice.inference.image.DecodeLimits;
import io.sluice.inference.image.Decoded;
import io.sluice.inference.image.FrameDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** One thread's way to classify pictures: reads, decodes and runs them one by one. */
final class PictureLane implements BatchRunner<Path, Classification> {
    private final LoadedModel model;
    private final TopLabels top;
    private final DecodeLimits limits = DecodeLimits.DEFAULT;
    private final FrameDecoder decoder;
    private final Lane lane;

    PictureLane(LoadedModel model, TopLabels top) {
        this.model = model;
        this.top = top;
        this.decoder = new FrameDecoder(model.engine().preprocessing(), limits);
        this.lane = model.engine().lane(1);
    }

    @Override
    public List<Classification> run(List<Path> files) {
        return files.stream().map(this::classify).toList();
    }

    private Classification classify(Path file) {
        try {
            Decoded decoded = decoder.decode(read(file), lane.batch().slot(0));
            return decoded instanceof Decoded.Unreadable unreadable
                    ? unreadable(file, unreadable.reason())
                    : new Classification.Labelled(file.toString(), labels());
        } catch (NoSuchFileException e) {
            return unreadable(file, "There is no such file.");
        } catch (IOException e) {
            return unreadable(file, e.getMessage() + ".");
        }
    }

    /** Never more than what the decoder would take. */
    private ByteBuffer read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() > limits.maxEncodedBytes()) {
                throw new IOException("The file has " + channel.size() + " bytes, more than the "
                        + limits.maxEncodedBytes() + " allowed");
            }
        }
        return ByteBuffer.wrap(Files.readAllBytes(file));
    }

    private List<Classification.Label> labels() {
        return top.of(lane.run(model.point(), 1), 0).stream()
                .map(scored -> new Classification.Label(
                        scored.index(), model.classNames().name(scored.index()), scored.score()))
                .toList();
    }

    private static Classification unreadable(Path file, String reason) {
        return new Classification.Unreadable("Cannot classify " + file + ": " + reason);
    }

    @Override
    public void close() {
        lane.close();
        decoder.close();
    }
}
