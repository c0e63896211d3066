package io.sluice.deploy.cli;

import io.sluice.deploy.control.ControlTopic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "unpin", description = "Takes the pin back: load decides again.")
final class ControlUnpinCommand implements Runnable {
    private final Surroundings surroundings;

    @Mixin(name = KafkaOptions.MIXIN)
    private KafkaOptions kafka;

    @Mixin
    private ResultOptions result;

    ControlUnpinCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        String by = Caller.name();
        new ControlTopic(kafka.reachable(), kafka.topics(), surroundings.clock()).unpin(by);
        result.print(new ControlAsk("unpin", null, null, null, by), () -> "Asked for: no operating point is pinned.");
    }
}
