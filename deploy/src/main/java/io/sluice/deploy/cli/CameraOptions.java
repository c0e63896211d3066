package io.sluice.deploy.cli;

import static io.sluice.deploy.UsageException.orUsage;

import io.sluice.deploy.UsageException;
import io.sluice.ingest.CameraSpec;
import io.sluice.ingest.CamerasFile;
import io.sluice.ingest.CaptureSettings;
import io.sluice.ingest.IngestException;
import io.sluice.ingest.IngestSettings;
import io.sluice.ingest.pacing.Pacing;
import io.sluice.ingest.publish.OverflowPolicy;
import io.sluice.ingest.source.AtEnd;
import io.sluice.ingest.source.SourceTimeouts;
import io.sluice.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which cameras, and how their pictures are taken. */
public final class CameraOptions {
    private static final Pattern PASSWORD = Pattern.compile("//[^/@:]*:([^/@]+)@");

    private final EnvironmentReferences environment = new EnvironmentReferences(System::getenv);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--camera",
            paramLabel = "ID=URI",
            description =
                    "A camera and where its pictures come from; may be repeated. A video file or a directory of images,"
                            + " rtsp://, http://, https:// or tcp:// streams (HLS too), device:/dev/video0, or"
                            + " synthetic:shapes?seed=7&fps=30. $${env:NAME} is a variable of the environment, for"
                            + " passwords.")
    private List<String> cameras = List.of();

    @Option(
            names = "--cameras",
            paramLabel = "FILE",
            description = "YAML file of cameras, with their own settings where they differ from the options here.")
    private Path file;

    @Option(
            names = "--fps",
            paramLabel = "N",
            description =
                    "Take at most this many frames a second of each camera (default: all; of a directory of images,"
                            + " 5).")
    private Double fps;

    @Option(names = "--loop", description = "Begin files and directories again at their end.")
    private boolean loop;

    @Option(
            names = "--as-fast-as-possible",
            description = "Do not play files, directories and synthetic cameras in real time.")
    private boolean unpaced;

    @Option(
            names = "--short-side",
            defaultValue = "256",
            paramLabel = "PIXELS",
            description =
                    "Bring the shorter side of pictures down to this; 0 leaves their size (default: ${DEFAULT-VALUE}).")
    private int shortSide;

    @Option(
            names = {"--quality", "--jpeg-quality"},
            defaultValue = "90",
            paramLabel = "N",
            description = "JPEG quality, 1 to 100 (default: ${DEFAULT-VALUE}).")
    private int quality;

    @Option(
            names = "--overflow",
            defaultValue = "block",
            paramLabel = "POLICY",
            description =
                    "When Kafka is slower than a camera: block (take no more frames meanwhile) or shed-oldest (give"
                            + " up the oldest, and count them) (default: ${DEFAULT-VALUE}).")
    private OverflowPolicy overflow;

    @Option(
            names = "--buffer",
            defaultValue = "16MiB",
            paramLabel = "SIZE",
            description = "How much of each camera may wait for Kafka (default: ${DEFAULT-VALUE}).")
    private ByteSize buffer;

    @Option(
            names = "--open-timeout",
            defaultValue = "10s",
            paramLabel = "DURATION",
            description = "How long a camera may take to open (default: ${DEFAULT-VALUE}).")
    private Duration openTimeout;

    @Option(
            names = "--read-timeout",
            defaultValue = "10s",
            paramLabel = "DURATION",
            description = "How long a camera may be silent before it is opened again (default: ${DEFAULT-VALUE}).")
    private Duration readTimeout;

    /** Whether any camera is named. */
    public boolean given() {
        return file != null || !cameras.isEmpty();
    }

    /**
     * What ingest is to do.
     *
     * @param atEnd what follows the end of a file or directory without {@code --loop}
     * @throws UsageException if an option is wrong, or there is no camera
     * @throws IngestException if the file of cameras is wrong
     */
    public IngestSettings settings(Topics topics, AtEnd atEnd) {
        if (!given()) {
            throw new UsageException("No camera is named: expected --camera ID=URI or --cameras FILE.");
        }
        CaptureSettings capture = usable(() -> capture(atEnd));
        SourceTimeouts timeouts = usable(() -> new SourceTimeouts(openTimeout, readTimeout));
        List<CameraSpec> specs =
                new ArrayList<>(file == null ? List.of() : CamerasFile.read(file, capture, environment));
        cameras.forEach(camera -> specs.add(usable(() -> CameraSpec.parse(environment.apply(camera), capture))));
        // Not before they have been read: what stands before the first '=' is an id only then.
        cameras.stream().filter(CameraOptions::showsPassword).forEach(this::warnOfPassword);
        return settings(topics, specs, timeouts);
    }

    private static boolean showsPassword(String camera) {
        Matcher userInfo = PASSWORD.matcher(camera);
        return userInfo.find() && !userInfo.group(1).contains("${");
    }

    /** Not refused: whoever tries a camera out may not care. */
    private void warnOfPassword(String camera) {
        command.commandLine()
                .getErr()
                .println("The password of camera '" + camera.substring(0, camera.indexOf('='))
                        + "' is on the command line, which every user of this machine can read: put it into the file of"
                        + " --cameras, or into the environment as '${env:NAME}'.");
    }

    /** Names cameras, as {@code id=uri}, in case the operator named none. */
    void orElse(List<String> usual) {
        cameras = given() ? cameras : usual;
    }

    private CaptureSettings capture(AtEnd atEnd) {
        return new CaptureSettings(
                unpaced ? Pacing.AS_FAST_AS_POSSIBLE : Pacing.MEDIA_CLOCK,
                fps == null ? OptionalDouble.empty() : OptionalDouble.of(fps),
                loop ? AtEnd.LOOP : atEnd,
                shortSide,
                quality,
                overflow);
    }

    private IngestSettings settings(Topics topics, List<CameraSpec> specs, SourceTimeouts timeouts) {
        return usable(() -> new IngestSettings(topics, specs, timeouts, buffer.bytes()));
    }

    /** Ingest does not know that its settings came from a command line. */
    private static <T> T usable(Supplier<T> value) {
        try {
            return orUsage(value);
        } catch (IngestException e) {
            throw new UsageException(e.getMessage());
        }
    }
}
