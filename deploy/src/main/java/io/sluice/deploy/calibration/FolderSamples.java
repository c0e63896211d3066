package io.sluice.deploy.calibration;

import io.sluice.deploy.IoReason;
import io.sluice.deploy.OperatorException;
import io.sluice.deploy.evaluation.LabelledPicture;
import io.sluice.deploy.evaluation.LabelledPictures;
import io.sluice.deploy.modeling.PictureFiles;
import io.sluice.inference.engine.SampleFrame;
import io.sluice.inference.model.ClassNames;
import io.sluice.inference.model.Preprocessing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Pictures in a directory and below it, spread evenly over all that there are. Accuracy is measured where the place or the
 * name of each says what it shows, as {@link LabelledPictures} tells; agreement always.
 *
 * @param directory where they are
 * @param share which of them, by their names
 * @param limit most of them to use; at least 1
 */
public record FolderSamples(Path directory, Share share, int limit) implements Samples {
    /** Which of a directory's pictures are samples. */
    public enum Share {
        ALL,
        /** The first, the third and so on: the others are left to be judged by. */
        EVERY_SECOND
    }

    /** As many as a model's name shows of its weights. */
    private static final int DIGITS = 12;

    private record Picture(Path file, OptionalInt label) {}

    public FolderSamples {
        SampleBuffer.requireCount(limit);
    }

    /** Of all pictures. */
    public FolderSamples(Path directory, int limit) {
        this(directory, Share.ALL, limit);
    }

    @Override
    public String identity(ClassNames names) {
        ContentDigest content = new ContentDigest();
        List<Picture> pictures = pictures(names);
        for (Picture picture : pictures) {
            content.add(directory.relativize(picture.file()) + " " + picture.label());
            content.add(bytes(picture.file()));
        }
        return pictures.size() + " pictures of content " + content.hex().substring(0, DIGITS);
    }

    @Override
    public List<SampleFrame> frames(Preprocessing preprocessing, ClassNames names, Consumer<String> problems) {
        List<Picture> pictures = pictures(names);
        try (SampleBuffer buffer = new SampleBuffer(pictures.size(), preprocessing)) {
            for (Picture picture : pictures) {
                ByteBuffer bytes = ByteBuffer.wrap(bytes(picture.file()));
                buffer.add(
                        picture.file().toString(),
                        picture.label(),
                        (decoder, slot) -> decoder.decode(bytes, slot),
                        problems);
            }
            return requireSome(buffer.frames());
        }
    }

    private List<SampleFrame> requireSome(List<SampleFrame> frames) {
        if (frames.isEmpty()) {
            throw new OperatorException("No picture of " + directory + " can be read.");
        }
        return frames;
    }

    private List<Picture> pictures(ClassNames names) {
        List<LabelledPicture> labelled = LabelledPictures.in(directory, names).pictures();
        List<Path> all = PictureFiles.of(List.of(directory));
        List<Picture> pictures = labelled.size() == all.size()
                ? labelled.stream()
                        .map(picture -> new Picture(picture.file(), OptionalInt.of(picture.label())))
                        .toList()
                : all.stream()
                        .map(file -> new Picture(file, OptionalInt.empty()))
                        .toList();
        List<Picture> shared = share == Share.ALL ? pictures : PictureFiles.everySecond(pictures, 0);
        return PictureFiles.spread(shared, limit);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new OperatorException("Picture " + file + " cannot be read: " + IoReason.of(e), e);
        }
    }
}
