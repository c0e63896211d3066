package io.sluice.deploy.cli;

import static io.sluice.deploy.UsageException.orUsage;

import io.sluice.deploy.UsageException;
import io.sluice.deploy.calibration.AdaptiveModel;
import io.sluice.inference.control.CameraPolicies;
import io.sluice.inference.control.CameraPolicy;
import io.sluice.inference.control.Steering;
import io.sluice.inference.model.CalibratedPoint;
import io.sluice.inference.model.Ladder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** How load is met: what the cameras ask for, and who decides. */
final class SteeringOptions {
    @Option(
            names = "--deadline",
            defaultValue = "250ms",
            paramLabel = "DURATION",
            description = "From capture to answer; the operating point is chosen so that it is kept (default:"
                    + " ${DEFAULT-VALUE}).")
    private Duration deadline;

    @Option(
            names = "--policy",
            defaultValue = "all",
            paramLabel = "POLICY",
            description = "Which frames may be shed when no operating point is fast enough: all (none is; they are"
                    + " caught up with), latest (those older than max-age when answered, by default the deadline),"
                    + " newest (each that still waits when its camera's next one arrives), optionally with"
                    + " ,max-age=DURATION ,deadline=DURATION ,weight=NUMBER (default: ${DEFAULT-VALUE}).")
    private String policy;

    @Option(
            names = "--camera-policy",
            paramLabel = "ID=POLICY",
            description = "The same for one camera, such as gate=latest,max-age=500ms,weight=3; cameras of less weight"
                    + " give way first; may be given several times.")
    private List<String> cameraPolicies = List.of();

    @Option(
            names = "--dry-run",
            arity = "0..1",
            fallbackValue = "none",
            paramLabel = "SPEC",
            description =
                    "Only publish what load would decide, while this reducer of the ladder serves, such as none or"
                            + " ppt:r=50@int8 (default: do what load decides; without a value: none).")
    private String dryRun;

    @Option(
            names = "--double-check",
            defaultValue = "0.01",
            paramLabel = "SHARE",
            description = "Share of the frames, 0 to 0.1, that are run at a second operating point too when there is"
                    + " slack, to see how faithful the points are on these cameras (default: ${DEFAULT-VALUE}).")
    private double doubleCheck;

    /**
     * Looks at the options that need no model.
     *
     * @throws UsageException if one is wrong
     */
    void check() {
        var unused = cameras();
        if (!(doubleCheck >= 0 && doubleCheck <= Steering.LARGEST_DOUBLE_CHECK_SHARE)) {
            throw new UsageException("Option --double-check: expected a share of 0 to "
                    + Steering.LARGEST_DOUBLE_CHECK_SHARE + ", found " + doubleCheck + ".");
        }
    }

    private CameraPolicies cameras() {
        if (deadline.isZero()) {
            throw new UsageException("Option --deadline: expected a duration above zero, found 0.");
        }
        CameraPolicy usual =
                orUsage(() -> new PolicyText("--policy", CameraPolicy.DEFAULT.withDeadline(deadline)).parse(policy));
        Map<String, CameraPolicy> byCamera = new HashMap<>();
        for (String text : cameraPolicies) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new UsageException(
                        "Option --camera-policy: expected ID=POLICY, such as gate=latest,max-age=500ms," + " found '"
                                + text + "'.");
            }
            String camera = text.substring(0, equals);
            CameraPolicy own =
                    orUsage(() -> new PolicyText("--camera-policy", usual).parse(text.substring(equals + 1)));
            if (byCamera.put(camera, own) != null) {
                throw new UsageException("Option --camera-policy: camera '" + camera + "' is given twice.");
            }
        }
        return new CameraPolicies(usual, byCamera);
    }

    /**
     * How load is met with a model.
     *
     * @throws UsageException if an option is wrong or does not fit the model
     */
    Steering steering(AdaptiveModel model) {
        Steering usual = model.steering(cameras());
        return new Steering(
                usual.ladder(),
                usual.controller(),
                Optional.ofNullable(dryRun).map(text -> rung(usual.ladder(), text)),
                usual.cameras(),
                doubleCheck);
    }

    /** Without a precision the most faithful one of that reducer. */
    private static CalibratedPoint rung(Ladder ladder, String text) {
        String[] parts = text.split("@", 2);
        return ladder.rungs().stream()
                .filter(rung -> rung.point().reducer().toString().equals(parts[0]))
                .filter(rung ->
                        parts.length == 1 || rung.point().precision().name().equalsIgnoreCase(parts[1]))
                .findFirst()
                .orElseThrow(() -> new UsageException("Option --dry-run: expected a point of the ladder ("
                        + ladder.rungs().stream().map(SteeringOptions::written).collect(Collectors.joining(", "))
                        + "), found '" + text + "'."));
    }

    private static String written(CalibratedPoint rung) {
        return rung.point().reducer() + "@" + rung.point().precision().name().toLowerCase(Locale.ROOT);
    }
}
