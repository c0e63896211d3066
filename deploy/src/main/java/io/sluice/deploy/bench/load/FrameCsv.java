package io.sluice.deploy.bench.load;

import io.sluice.deploy.IoReason;
import io.sluice.deploy.OperatorException;
import io.sluice.deploy.UsageException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The fate of each frame, a line each, as runs end. */
final class FrameCsv implements AutoCloseable {
    private static final String HEADER =
            "policy,repetition,camera,sequence,scheduled_seconds,offered_load,captured_seconds,published_seconds,age_millis,"
                    + "read_age_millis,outcome,model,reducer,precision,label,truth";

    private final Path path;
    private final BufferedWriter writer;

    /**
     * Begins a file, over what may be there.
     *
     * @throws UsageException where there cannot be one
     */
    FrameCsv(Path path) {
        this.path = path;
        try {
            writer = Files.newBufferedWriter(path);
            writer.write(HEADER + "\n");
        } catch (IOException e) {
            throw new UsageException("Option --csv: " + path + " cannot be written: " + IoReason.of(e));
        }
    }

    /**
     * Looks at a place.
     *
     * @throws UsageException where there cannot be a file
     */
    static void requirePlace(Path path) {
        if (Files.isDirectory(path) || !Files.isDirectory(path.toAbsolutePath().getParent())) {
            throw new UsageException("Option --csv: " + path + " cannot be written: it is a directory, or in none.");
        }
    }

    void write(String policy, int repetition, List<FrameFate> frames) {
        try {
            for (FrameFate frame : frames) {
                writer.write(policy + "," + repetition + "," + line(frame) + "\n");
            }
            writer.flush();
        } catch (IOException e) {
            throw new OperatorException("The frames cannot be written to " + path + ": " + IoReason.of(e), e);
        }
    }

    /** A frame is captured when it was scheduled: open loop. */
    private static String line(FrameFate frame) {
        double second = frame.arrival().second();
        return String.format(
                Locale.ROOT,
                "%s,%d,%.6f,%.3f,%.6f,%s,%d",
                CameraSender.id(frame.arrival().camera()),
                frame.sequence(),
                second,
                frame.offeredLoad(),
                second,
                fate(frame.fate(), second),
                frame.shot().picture().truth());
    }

    private static String fate(Fate fate, double second) {
        if (fate instanceof Fate.Labelled labelled) {
            return String.format(
                    Locale.ROOT,
                    "%.6f,%.3f,%.3f,labelled,%s,%s,%s,%d",
                    second + labelled.age().toNanos() / 1e9,
                    labelled.age().toNanos() / 1e6,
                    labelled.readAge().toNanos() / 1e6,
                    labelled.point().model(),
                    quoted(labelled.point().reducer()),
                    labelled.point().precision(),
                    labelled.label());
        } else if (fate instanceof Fate.Shed shed) {
            return String.format(
                    Locale.ROOT,
                    "%.6f,%.3f,,shed,,,,",
                    second + shed.age().toNanos() / 1e9,
                    shed.age().toNanos() / 1e6);
        }
        return ",,," + (fate instanceof Fate.Rejected ? "rejected" : "lost") + ",,,,";
    }

    /** A reducer's spec may have commas. */
    private static String quoted(String text) {
        return text.contains(",") ? "\"" + text + "\"" : text;
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new OperatorException("The frames cannot be written to " + path + ": " + IoReason.of(e), e);
        }
    }
}
