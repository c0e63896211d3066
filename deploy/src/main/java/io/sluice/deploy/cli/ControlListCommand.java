package io.sluice.deploy.cli;

import static java.util.stream.Collectors.joining;

import io.sluice.deploy.control.ControlTopic;
import io.sluice.deploy.control.InForce;
import io.sluice.inference.control.CameraPolicy;
import io.sluice.schemas.Setting;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "list", description = "Shows what was asked for and has not been taken back.")
final class ControlListCommand implements Runnable {
    private final Surroundings surroundings;

    @Mixin(name = KafkaOptions.MIXIN)
    private KafkaOptions kafka;

    @Mixin
    private ResultOptions result;

    ControlListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        Asked asked = Asked.of(new ControlTopic(kafka.reachable(), kafka.topics(), surroundings.clock()).inForce());
        result.print(asked, asked::text);
    }

    private record Pin(String model, String reducer, String precision, String by, String at) {
        static Pin of(InForce.Pin pin) {
            Setting point = pin.point();
            return new Pin(
                    point.getModel(),
                    point.getReducer(),
                    point.getPrecision(),
                    pin.by(),
                    pin.at().toString());
        }

        String text() {
            return "pin " + reducer + " " + precision + " of " + model + ", by " + by + ", " + at;
        }
    }

    private record Weight(String camera, double weight, String by, String at) {
        String text() {
            return "weight " + camera + " " + CameraPolicy.written(weight) + ", by " + by + ", " + at;
        }
    }

    /** @param pin null where there is none */
    private record Asked(Pin pin, List<Weight> weights) {
        static Asked of(InForce found) {
            return new Asked(
                    found.pin().map(Pin::of).orElse(null),
                    found.weights().stream()
                            .map(weight -> new Weight(
                                    weight.camera(),
                                    weight.weight(),
                                    weight.by(),
                                    weight.at().toString()))
                            .toList());
        }

        String text() {
            return pin == null && weights.isEmpty()
                    ? "Nothing is asked for."
                    : Stream.concat(
                                    Stream.ofNullable(pin).map(Pin::text),
                                    weights.stream().map(Weight::text))
                            .collect(joining("\n"));
        }
    }
}
