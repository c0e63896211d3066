package io.sluice.deploy.cli;

import io.sluice.deploy.console.Console;
import io.sluice.deploy.console.ConsoleSettings;
import io.sluice.deploy.console.ServedModel;
import io.sluice.deploy.modeling.Weights;
import io.sluice.deploy.tokens.TokenMaps;
import io.sluice.deploy.web.Health;
import io.sluice.deploy.web.Vitals;
import io.sluice.deploy.web.WebPort;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "console",
        description = "Serves a web page that shows what is on the topics, live, until Ctrl-C.",
        footer = {
            "",
            "Needs no inference of its own: it reads labels, metrics, decisions, events and, unless --no-frames, the frames"
                    + " that somebody looks at. With --weights it can also show what the model looks at."
        })
final class ConsoleCommand implements Runnable {
    private final Surroundings surroundings;

    @Mixin(name = KafkaOptions.MIXIN)
    private KafkaOptions kafka;

    @Mixin
    private ConsoleOptions console;

    @Mixin
    private ConsoleModelOptions model;

    @Mixin
    private WebOptions web;

    @Mixin
    private ResultOptions result;

    @Spec
    private CommandSpec command;

    ConsoleCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        Optional<Weights> weights = model.weights();
        Map<String, Object> properties = kafka.reachable();
        ConsoleSettings settings = console.settings(kafka.topics(), kafka.bootstrapServers(), List.of());
        PrintWriter err = command.commandLine().getErr();
        try (TokenMaps maps = new TokenMaps(weights.stream().toList());
                Vitals vitals = new Vitals(web.meters(), "The console is starting.");
                Console page = new Console(settings, properties, surroundings.clock(), System::nanoTime)) {
            WebPort.Open open = web.demoPort(err::println).open(vitals.partsAnd(page));
            Console.Served served = page.serve(new ServedModel(Optional.empty(), 1, maps));
            try (open;
                    served) {
                vitals.health().follow(() -> health(page));
                Ready ready = new Ready("ready", kafka.bootstrapServers());
                result.print(ready, ready::text);
                surroundings.stop().await();
            }
        }
    }

    /** Anyone may read it: what exactly Kafka says is for those who may look. */
    private static Health.State health(Console page) {
        return page.problem().isPresent()
                ? Health.State.notReady("The console is served, and cannot read from Kafka.")
                : Health.State.ready("The console is served.");
    }

    private record Ready(String state, String bootstrapServers) {
        String text() {
            return "The console shows what is on Kafka at " + bootstrapServers + "; Ctrl-C stops it.";
        }
    }
}
