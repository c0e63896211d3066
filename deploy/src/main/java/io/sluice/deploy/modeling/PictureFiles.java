package io.sluice.deploy.modeling;

import io.sluice.deploy.IoReason;
import io.sluice.deploy.OperatorException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds pictures. */
public final class PictureFiles {
    private static final Pattern PICTURE = Pattern.compile(".*\\.(jpe?g|png)", Pattern.CASE_INSENSITIVE);

    private PictureFiles() {}

    /**
     * The files among {@code paths}, there or not, and in place of each directory the pictures in it and below it, by name.
     *
     * @throws OperatorException where a directory cannot be read or has none
     */
    public static List<Path> of(List<Path> paths) {
        return paths.stream()
                .flatMap(path -> Files.isDirectory(path) ? within(path).stream() : Stream.of(path))
                .toList();
    }

    /** Some of many, evenly: directories list pictures class by class, so the first ones would be of few classes. */
    public static <T> List<T> spread(List<T> all, int limit) {
        int count = Math.min(limit, all.size());
        return IntStream.range(0, count)
                .mapToObj(i -> all.get((int) ((long) i * all.size() / count)))
                .toList();
    }

    /**
     * Every second of some.
     *
     * @param first 0 to begin with the first, 1 for the others
     */
    public static <T> List<T> everySecond(List<T> all, int first) {
        return IntStream.range(0, all.size())
                .filter(i -> i % 2 == first)
                .mapToObj(all::get)
                .toList();
    }

    private static List<Path> within(Path directory) {
        List<Path> pictures = list(directory);
        if (pictures.isEmpty()) {
            throw new OperatorException("Directory " + directory + " has no .jpg, .jpeg or .png files.");
        }
        return pictures;
    }

    private static List<Path> list(Path directory) {
        try (Stream<Path> files = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(file ->
                            PICTURE.matcher(file.getFileName().toString()).matches())
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) { // of a directory below it
            throw unreadable(directory, e.getCause());
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
    }

    private static OperatorException unreadable(Path directory, IOException e) {
        return new OperatorException("Directory " + directory + " cannot be read: " + IoReason.of(e), e);
    }
}
