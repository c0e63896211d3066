package io.sluice.ingest.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.opencv.opencv_core.Mat;

/** The images of one directory in the order of their names, as if they were a video. */
final class ImageDirectorySource implements FrameSource {
    private static final Set<String> EXTENSIONS = Set.of("jpg", "jpeg", "png", "bmp", "webp", "tif", "tiff", "ppm");

    private final Path directory;
    private final double fps;
    private final int shortSide;
    private List<Path> images = List.of();
    private int index = -1;
    private FfmpegSource current;

    /**
     * A source of still images.
     *
     * @param fps images a second of media time
     * @param shortSide in pixels; 0 leaves sizes as they are
     */
    ImageDirectorySource(Path directory, double fps, int shortSide) {
        this.directory = directory;
        this.fps = fps;
        this.shortSide = shortSide;
    }

    @Override
    public void open() {
        try (Stream<Path> entries = Files.list(directory)) {
            images = entries.filter(ImageDirectorySource::isImage).sorted().toList();
        } catch (IOException e) {
            throw new SourceException("The directory cannot be read: " + e.getMessage(), e);
        }
        if (images.isEmpty()) {
            throw new SourceException("The directory holds no image (jpg, png, bmp, webp, tif or ppm)");
        }
    }

    private static boolean isImage(Path path) {
        String name = path.getFileName().toString();
        return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT))
                && Files.isRegularFile(path);
    }

    @Override
    public boolean live() {
        return false;
    }

    @Override
    public OptionalLong advance() {
        index++;
        return index < images.size() ? OptionalLong.of(Math.round(index * 1e6 / fps)) : OptionalLong.empty();
    }

    @Override
    public Mat picture() {
        close();
        Path image = images.get(index);
        current = new FfmpegSource(FfmpegInput.file(image), shortSide);
        try {
            current.open();
            if (current.advance().isEmpty()) {
                throw new SourceException("It holds no whole picture");
            }
            return current.picture();
        } catch (SourceException e) {
            throw new BadPictureException(image.getFileName() + " is not a readable image: " + e.getMessage(), e);
        }
    }

    @Override
    public void interrupt() {
        // Local files only: nothing here waits for anybody.
    }

    @Override
    public void close() {
        if (current != null) {
            current.close();
            current = null;
        }
    }
}
