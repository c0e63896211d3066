package io.sluice.deploy.bench.load;

import io.sluice.deploy.IoReason;
import io.sluice.deploy.OperatorException;
import io.sluice.deploy.UsageException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Recorded times of arrival, from the first on. */
public final class ArrivalTrace {
    private static final String HEADER = "seconds";

    private final String name;
    private final double[] seconds;

    private ArrivalTrace(String name, double[] seconds) {
        this.name = name;
        this.seconds = seconds;
    }

    /**
     * Reads a file of one column, {@code seconds} at its top: times that never go back.
     *
     * @throws OperatorException where the file cannot be read
     * @throws UsageException where it is no such file; the message names the line
     */
    public static ArrivalTrace read(Path file) {
        List<String> lines = lines(file);
        if (lines.isEmpty() || !lines.get(0).strip().equals(HEADER)) {
            throw new UsageException("Arrivals " + file + ": expected '" + HEADER + "' in the first line, found "
                    + (lines.isEmpty() ? "no line" : "'" + lines.get(0) + "'") + ".");
        }
        double[] seconds = new double[lines.size() - 1];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = second(file, i + 2, lines.get(i + 1), i == 0 ? 0 : seconds[i - 1]);
        }
        return of(file, seconds);
    }

    private static ArrivalTrace of(Path file, double[] seconds) {
        if (seconds.length < 2 || seconds[seconds.length - 1] <= seconds[0]) {
            throw new UsageException("Arrivals " + file + ": expected at least two different times, found "
                    + seconds.length + " lines.");
        }
        double first = seconds[0];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] -= first;
        }
        return new ArrivalTrace(file.getFileName().toString(), seconds);
    }

    private static double second(Path file, int line, String text, double before) {
        try {
            double second = Double.parseDouble(text.strip());
            if (second >= before && Double.isFinite(second)) {
                return second;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new UsageException("Arrivals " + file + ", line " + line + ": expected seconds of at least " + before
                + ", found '" + text + "'.");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw new UsageException("Arrivals " + file + ": there is no such file.");
        } catch (CharacterCodingException e) {
            throw new UsageException("Arrivals " + file + ": expected text, found something else.");
        } catch (IOException e) {
            throw new OperatorException("Arrivals " + file + " cannot be read: " + IoReason.of(e), e);
        }
    }

    /** The file's name. */
    public String name() {
        return name;
    }

    /** How many arrivals. */
    public int count() {
        return seconds.length;
    }

    /** When arrival {@code index} was, in seconds from the first. */
    public double second(int index) {
        return seconds[index];
    }

    /** The same of a trace that is repeated for ever, without a gap. */
    double repeatedSecond(int index) {
        int lap = index / seconds.length;
        return lap * length() + seconds[index % seconds.length];
    }

    /** Mean rate. */
    public double perSecond() {
        return (seconds.length - 1) / seconds[seconds.length - 1];
    }

    /** Seconds from the first arrival until it would come again, were the trace repeated without a gap. */
    public double length() {
        return seconds.length / perSecond();
    }
}
