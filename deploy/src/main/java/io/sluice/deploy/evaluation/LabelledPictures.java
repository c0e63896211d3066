package io.sluice.deploy.evaluation;

import io.sluice.deploy.OperatorException;
import io.sluice.deploy.modeling.PictureFiles;
import io.sluice.inference.model.ClassNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pictures whose class is known. A picture shows the class that its folder is called after or, where its folder is called
 * after none, the synset that its own name begins with, such as {@code n01440764_tench.jpg}.
 *
 * @param pictures in the order of their names, or of the labels file
 * @param problems a sentence for each that nothing is known of
 */
public record LabelledPictures(List<LabelledPicture> pictures, List<String> problems) {
    private static final Pattern SYNSET = Pattern.compile("(n\\d{8})(?:\\D.*)?");

    public LabelledPictures {
        pictures = List.copyOf(pictures);
        problems = List.copyOf(problems);
    }

    /**
     * All pictures in a directory and below it.
     *
     * @throws OperatorException where it is no directory, cannot be read or has no pictures
     */
    public static LabelledPictures in(Path directory, ClassNames names) {
        requireDirectory(directory);
        ClassFinder classes = new ClassFinder(names);
        Builder found = new Builder();
        for (Path file : PictureFiles.of(List.of(directory))) {
            found.add(
                    file,
                    ofPlace(directory, file, classes),
                    "neither its folder nor the beginning of its name is a class of the model");
        }
        return found.build();
    }

    /**
     * The pictures that a file lists, {@code file,label} a line, by their names below the directory.
     *
     * @throws OperatorException where the directory is none, or the file cannot be read
     */
    public static LabelledPictures listed(Path directory, Path labels, ClassNames names) {
        requireDirectory(directory);
        ClassFinder classes = new ClassFinder(names);
        Builder found = new Builder();
        for (LabelFile.Entry entry : LabelFile.read(labels)) {
            found.add(
                    directory.resolve(entry.file()),
                    classes.find(entry.label()),
                    "'" + entry.label() + "' is no class of the model");
        }
        return found.build();
    }

    private static void requireDirectory(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new OperatorException("There is no directory " + directory + ".");
        }
    }

    private static OptionalInt ofPlace(Path directory, Path file, ClassFinder classes) {
        Path folder = file.getParent();
        OptionalInt ofFolder = folder.equals(directory)
                ? OptionalInt.empty()
                : classes.find(folder.getFileName().toString());
        Matcher synset = SYNSET.matcher(file.getFileName().toString());
        return ofFolder.isPresent() || !synset.matches() ? ofFolder : classes.find(synset.group(1));
    }

    private static final class Builder {
        private final List<LabelledPicture> pictures = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();

        void add(Path file, OptionalInt label, String otherwise) {
            if (label.isPresent()) {
                pictures.add(new LabelledPicture(file, label.getAsInt()));
            } else {
                problems.add("Cannot use " + file + ": " + otherwise + ".");
            }
        }

        LabelledPictures build() {
            return new LabelledPictures(pictures, problems);
        }
    }
}
