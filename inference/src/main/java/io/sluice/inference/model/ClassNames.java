package io.sluice.inference.model;

import java.io.IOException;
import java.io.Serial;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What a model's classes are called, and their WordNet synsets where known. */
public final class ClassNames {
    /** As in ImageNet's lists: {@code n01440764 tench, Tinca tinca}, or {@code n01440764} alone. */
    private static final Pattern SYNSET = Pattern.compile("(n\\d{8})(?:\\s+(\\S.*))?");

    private final List<String> names;
    private final Map<Integer, String> synsets = new HashMap<>();
    private final Map<String, Integer> classes = new HashMap<>();

    private ClassNames(List<String> lines) {
        names = lines.stream().map(ClassNames::withoutSynset).toList();
        for (int index = 0; index < lines.size(); index++) {
            Matcher line = SYNSET.matcher(lines.get(index));
            if (line.matches()) {
                synsets.put(index, line.group(1));
                classes.putIfAbsent(line.group(1), index);
            }
        }
    }

    private static String withoutSynset(String line) {
        Matcher matcher = SYNSET.matcher(line);
        return matcher.matches() && matcher.group(2) != null ? matcher.group(2) : line;
    }

    /** The classes' numbers, for a model whose names nobody has given. */
    public static ClassNames numbered(int classes) {
        return new ClassNames(
                IntStream.range(0, classes).mapToObj(Integer::toString).toList());
    }

    /**
     * Names in the order of the classes, each optionally after its synset, as the configuration beside a checkpoint has
     * them.
     *
     * @throws UnusableClassNames when there is not one name for each class
     */
    public static ClassNames of(List<String> names, int classes) {
        if (names.size() != classes) {
            throw new UnusableClassNames(
                    "The configuration beside the checkpoint names " + names.size() + " classes, the model has "
                            + classes + ": give the right ones with --class-names.",
                    null);
        }
        return new ClassNames(names);
    }

    /**
     * Reads a UTF-8 file of one name a line, each optionally after its synset, which may stand alone and is the name then;
     * space around names and lines without any are ignored.
     *
     * @param file the file
     * @param classes of the model
     * @throws UnusableClassNames when the file cannot be read or has not one name for each class
     */
    public static ClassNames read(Path file, int classes) {
        List<String> lines = lines(file);
        if (lines.size() != classes) {
            throw new UnusableClassNames(
                    "Class names file " + file + " has " + lines.size() + " names, the model has " + classes
                            + " classes.",
                    null);
        }
        return new ClassNames(lines);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (NoSuchFileException e) {
            throw new UnusableClassNames("Class names file " + file + " does not exist.", e);
        } catch (CharacterCodingException e) {
            throw new UnusableClassNames("Class names file " + file + " is not UTF-8 text.", e);
        } catch (IOException e) {
            throw new UnusableClassNames("Class names file " + file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** How many classes there are. */
    public int size() {
        return names.size();
    }

    /** The name of class {@code index}, without its synset; where the line had nothing else, the synset. */
    public String name(int index) {
        return names.get(index);
    }

    /** The synset of class {@code index}, if its line had one. */
    public Optional<String> synset(int index) {
        return Optional.ofNullable(synsets.get(index));
    }

    /** The class of a synset such as {@code n01440764}. */
    public OptionalInt ofSynset(String synset) {
        Integer index = classes.get(synset);
        return index == null ? OptionalInt.empty() : OptionalInt.of(index);
    }

    /** A class names file that does not do; one sentence that names it. */
    public static final class UnusableClassNames extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        UnusableClassNames(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
