package io.sluice.deploy.bench.load;

import io.sluice.deploy.IoReason;
import io.sluice.deploy.OperatorException;
import io.sluice.deploy.evaluation.LabelledPicture;
import io.sluice.deploy.evaluation.LabelledPictures;
import io.sluice.deploy.modeling.PictureFiles;
import io.sluice.inference.model.ClassNames;
import io.sluice.schemas.ImageEncoding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Pictures of a directory: every second one. The others, from the first on, are left to calibration, so that no operating
 * point is chosen on the pictures that it is judged on.
 *
 * @param shown pictures that cameras show
 * @param known whether it is known what they show
 */
record Photographs(List<LabelledPicture> shown, boolean known) {
    /** Frames in a row that show the same picture, as a scene does. */
    static final int HOLD_FRAMES = 4;

    private static final int UNKNOWN = -1;

    /**
     * Those whose class is known; where it is of none, all.
     *
     * @throws OperatorException where the directory cannot be read or has too few
     */
    static Photographs in(Path directory, ClassNames names) {
        List<Path> files = PictureFiles.everySecond(PictureFiles.of(List.of(directory)), 1);
        if (files.isEmpty()) {
            throw new OperatorException(
                    "Directory " + directory + " has too few pictures: expected at least 2, one to calibrate on.");
        }
        Set<Path> shown = Set.copyOf(files);
        List<LabelledPicture> labelled = LabelledPictures.in(directory, names).pictures().stream()
                .filter(picture -> shown.contains(picture.file()))
                .toList();
        return labelled.isEmpty()
                ? new Photographs(
                        files.stream()
                                .map(file -> new LabelledPicture(file, UNKNOWN))
                                .toList(),
                        false)
                : new Photographs(labelled, true);
    }

    /** A film for each camera: all pictures in an order of its own. */
    Footage films(int cameras, long seed) {
        List<Picture> pictures = shown.stream().map(Photographs::read).toList();
        return new Footage(
                IntStream.range(0, cameras)
                        .mapToObj(camera -> film(pictures, new Random(seed * 31 + camera)))
                        .toList(),
                known ? Footage.Truth.KNOWN : Footage.Truth.DENSE_MODEL);
    }

    private static List<Shot> film(List<Picture> pictures, Random random) {
        List<Picture> shuffled = new ArrayList<>(pictures);
        Collections.shuffle(shuffled, random);
        return IntStream.range(0, shuffled.size())
                .boxed()
                .flatMap(scene -> Stream.generate(() -> new Shot(shuffled.get(scene), scene))
                        .limit(HOLD_FRAMES))
                .toList();
    }

    private static Picture read(LabelledPicture labelled) {
        Path file = labelled.file();
        try {
            byte[] bytes = Files.readAllBytes(file);
            return picture(file, bytes, labelled.label());
        } catch (IOException e) {
            throw new OperatorException("Picture " + file + " cannot be read: " + IoReason.of(e), e);
        }
    }

    private static Picture picture(Path file, byte[] bytes, int label) throws IOException {
        try (ImageInputStream stream = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw new OperatorException("Picture " + file + " cannot be read: it is neither JPEG nor PNG.");
            }
            ImageReader reader = readers.next();
            reader.setInput(stream);
            return new Picture(
                    ByteBuffer.wrap(bytes), encoding(reader), reader.getWidth(0), reader.getHeight(0), label);
        }
    }

    private static ImageEncoding encoding(ImageReader reader) throws IOException {
        return reader.getFormatName().toLowerCase(Locale.ROOT).equals("png") ? ImageEncoding.PNG : ImageEncoding.JPEG;
    }
}
