package io.sluice.deploy.evaluation;

import io.sluice.deploy.IoReason;
import io.sluice.deploy.OperatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Labels of pictures: one {@code file,label} a line in UTF-8, under a heading of these two words or none; either may be in
 * double quotes, and a label may have commas.
 */
final class LabelFile {
    /**
     * A line.
     *
     * @param file as it is written there
     * @param label as it is written there
     */
    record Entry(String file, String label) {}

    private LabelFile() {}

    /**
     * Reads all lines.
     *
     * @throws OperatorException where the file cannot be read, or a line is none of these
     */
    static List<Entry> read(Path file) {
        List<String> lines = lines(file);
        List<Entry> entries = new ArrayList<>();
        for (int line = 0; line < lines.size(); line++) {
            if (!lines.get(line).isBlank() && !(line == 0 && isHeading(lines.get(0)))) {
                entries.add(entry(file, line + 1, lines.get(line)));
            }
        }
        return entries;
    }

    private static boolean isHeading(String line) {
        return line.replace("\"", "").strip().equalsIgnoreCase("file,label");
    }

    private static Entry entry(Path file, int number, String line) {
        int comma = line.startsWith("\"") ? line.indexOf("\",") + 1 : line.indexOf(',');
        if (comma < 1 || line.substring(comma + 1).isBlank()) {
            throw new OperatorException(
                    "Labels file " + file + ", line " + number + ": expected file,label, found '" + line + "'.");
        }
        return new Entry(unquoted(line.substring(0, comma)), unquoted(line.substring(comma + 1)));
    }

    private static String unquoted(String field) {
        return field.strip().replaceFirst("^\"(.*)\"$", "$1");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw new OperatorException("Labels file " + file + " does not exist.", e);
        } catch (IOException e) {
            throw new OperatorException("Labels file " + file + " cannot be read: " + IoReason.of(e), e);
        }
    }
}
