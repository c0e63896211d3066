package io.sluice.deploy.cli;

import static io.sluice.deploy.UsageException.orUsage;

import io.sluice.deploy.control.ControlTopic;
import io.sluice.deploy.control.ReportedPoints;
import io.sluice.deploy.control.ReportedPointsReader;
import io.sluice.inference.model.Precision;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.reduction.TokenReducer;
import io.sluice.schemas.DirectiveLimits;
import io.sluice.schemas.Setting;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "pin",
        description = "Lets one operating point serve every frame of every process whose ladder has it; what load would"
                + " have decided is published as a dry run.",
        footer = {"", "'sluice decisions' tells what each process made of it."})
final class ControlPinCommand implements Runnable {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "SPEC", description = "Reducer of the point, such as none or ppt:r=50.")
    private ReducerSpec reducer;

    @Option(
            names = "--precision",
            defaultValue = "float32",
            paramLabel = "PRECISION",
            description = "Precision of the point: float32, float16 or int8 (default: ${DEFAULT-VALUE}).")
    private Precision precision;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "Model of the point as labels name it, with or without what follows the @ (default: the one"
                    + " that reports and decisions tell of).")
    private String model;

    @Mixin(name = KafkaOptions.MIXIN)
    private KafkaOptions kafka;

    @Mixin
    private ResultOptions result;

    ControlPinCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        check();
        Map<String, Object> properties = kafka.reachable();
        Setting point = point(properties);
        String by = Caller.name();
        new ControlTopic(properties, kafka.topics(), surroundings.clock()).pin(point, by);
        String written = point.getReducer() + " " + point.getPrecision() + " of " + point.getModel();
        result.print(
                new ControlAsk("pin", written, null, null, by),
                () -> "Asked for: every frame at " + written + ", until 'sluice control unpin'.");
    }

    private void check() {
        if (model != null) {
            var unused = orUsage(() -> DirectiveLimits.name("a model", model));
        }
    }

    /** A whole name needs nobody's report. */
    private Setting point(Map<String, Object> properties) {
        ReducerSpec canonical = TokenReducer.of(reducer).spec();
        if (model != null && model.contains("@")) {
            return new Setting(model, canonical.toString(), precision.name());
        }
        ReportedPoints reported = new ReportedPointsReader(properties, kafka.topics(), surroundings.clock()).read();
        return reported.setting(canonical, precision, Optional.ofNullable(model));
    }
}
