package io.sluice.deploy.cli;

import static io.sluice.deploy.UsageException.orUsage;

import io.sluice.deploy.UsageException;
import io.sluice.deploy.control.ControlTopic;
import io.sluice.inference.control.CameraPolicy;
import io.sluice.schemas.DirectiveLimits;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "weight",
        description = "Sets what a camera weighs when frames must give way, whatever its policy says; of cameras whose"
                + " policy is latest those of less weight give way first.")
final class ControlWeightCommand implements Runnable {
    private final Surroundings surroundings;

    @Parameters(index = "0", paramLabel = "CAMERA", description = "Id of the camera.")
    private String camera;

    @Parameters(index = "1", arity = "0..1", paramLabel = "WEIGHT", description = "A number of 0.01 to 100.")
    private Double weight;

    @Option(names = "--clear", description = "Let the camera weigh again what its policy says.")
    private boolean clear;

    @Mixin(name = KafkaOptions.MIXIN)
    private KafkaOptions kafka;

    @Mixin
    private ResultOptions result;

    ControlWeightCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        check();
        ControlTopic control = new ControlTopic(kafka.reachable(), kafka.topics(), surroundings.clock());
        String by = Caller.name();
        if (clear) {
            control.clearWeight(camera, by);
        } else {
            control.weigh(camera, weight, by);
        }
        result.print(new ControlAsk(clear ? "clear-weight" : "weight", null, camera, weight, by), this::text);
    }

    private void check() {
        if (clear == (weight != null)) {
            throw new UsageException(
                    "Expected either a weight or --clear, found " + (clear ? "both" : "neither") + ".");
        }
        var unused = orUsage(this::bounded);
    }

    private String bounded() {
        if (weight != null) {
            DirectiveLimits.weight(weight);
        }
        return DirectiveLimits.camera(camera);
    }

    private String text() {
        return clear
                ? "Asked for: camera " + camera + " weighs what its policy says."
                : "Asked for: camera " + camera + " weighs " + CameraPolicy.written(weight)
                        + ", until 'sluice control weight " + camera + " --clear'.";
    }
}
