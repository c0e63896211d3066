package io.sluice.deploy.cli;

import io.sluice.deploy.bench.Architecture;
import io.sluice.deploy.bench.faults.FaultKind;
import io.sluice.deploy.bench.load.LoadShape;
import io.sluice.deploy.bench.load.PolicyKind;
import io.sluice.deploy.modeling.ProviderRequest;
import io.sluice.deploy.tail.TailStart;
import io.sluice.inference.engine.RangeMethod;
import io.sluice.inference.model.Fit;
import io.sluice.inference.model.ReducerSpec;
import io.sluice.ingest.publish.OverflowPolicy;
import io.sluice.schemas.Topics;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** The command line, wired by hand: every command is listed here. */
public final class Cli {
    private Cli() {}

    /** All of {@code sluice}, ready to execute. */
    public static CommandLine commandLine(Surroundings surroundings) {
        CommandLine sluice = new CommandLine(new SluiceCommand(surroundings.cache()));
        sluice.addSubcommand(new DemoCommand(surroundings));
        sluice.addSubcommand(new BrokerCommand(surroundings.stop()));
        sluice.addSubcommand(new IngestCommand(surroundings));
        sluice.addSubcommand(new InferCommand(surroundings));
        sluice.addSubcommand(new EventsCommand(surroundings.stop()));
        sluice.addSubcommand(new ConsoleCommand(surroundings));
        sluice.addSubcommand(topics());
        sluice.addSubcommand(control(surroundings));
        sluice.addSubcommand(model(surroundings));
        sluice.addSubcommand(bench(surroundings));
        for (TailedTopic topic : TailedTopic.ALL) {
            sluice.addSubcommand(TailCommand.of(topic, surroundings.stop()));
        }
        return configured(sluice, surroundings);
    }

    private static CommandLine bench(Surroundings surroundings) {
        return new CommandLine(new BenchCommand())
                .addSubcommand(new BenchPipelineCommand(surroundings))
                .addSubcommand(new BenchWatchCommand(surroundings))
                .addSubcommand(new BenchLoadCommand(surroundings))
                .addSubcommand(new BenchRatiosCommand())
                .addSubcommand(new BenchFaultsCommand(surroundings))
                .addSubcommand(new BenchFaultsScaleCommand(surroundings));
    }

    private static CommandLine topics() {
        return new CommandLine(new TopicsCommand())
                .addSubcommand(new TopicsCreateCommand())
                .addSubcommand(new TopicsListCommand());
    }

    private static CommandLine control(Surroundings surroundings) {
        return new CommandLine(new ControlCommand())
                .addSubcommand(new ControlPinCommand(surroundings))
                .addSubcommand(new ControlUnpinCommand(surroundings))
                .addSubcommand(new ControlWeightCommand(surroundings))
                .addSubcommand(new ControlListCommand(surroundings));
    }

    private static CommandLine model(Surroundings surroundings) {
        return new CommandLine(new ModelCommand())
                .addSubcommand(new ModelFetchCommand(surroundings))
                .addSubcommand(new ModelBuildCommand())
                .addSubcommand(new ModelInspectCommand())
                .addSubcommand(new ModelQuantizeCommand())
                .addSubcommand(new ModelCalibrateCommand(surroundings))
                .addSubcommand(new ModelClassifyCommand(surroundings.stop()))
                .addSubcommand(new ModelTokensCommand())
                .addSubcommand(new ModelCheckCommand())
                .addSubcommand(new ModelBenchCommand(surroundings.stop()))
                .addSubcommand(new ModelEvaluateCommand(surroundings.stop()));
    }

    /** Applies to commands that are there already: comes last. */
    private static CommandLine configured(CommandLine sluice, Surroundings surroundings) {
        Failures failures = new Failures();
        return sluice.registerConverter(Duration.class, new OptionValue<>(Durations::parse))
                .registerConverter(ByteSize.class, new OptionValue<>(ByteSize::parse))
                .registerConverter(ReducerSpec.class, new OptionValue<>(ReducerOption::parse))
                .registerConverter(Architecture.class, new OptionValue<>(new Choice<>(Architecture.class)::parse))
                .registerConverter(LoadShape.class, new OptionValue<>(new Choice<>(LoadShape.class)::parse))
                .registerConverter(FaultKind.class, new OptionValue<>(new Choice<>(FaultKind.class)::parse))
                .registerConverter(
                        ProviderRequest.Kind.class, new OptionValue<>(new Choice<>(ProviderRequest.Kind.class)::parse))
                .registerConverter(PolicyKind.class, new OptionValue<>(new Choice<>(PolicyKind.class)::parse))
                .registerConverter(RangeMethod.class, new OptionValue<>(new Choice<>(RangeMethod.class)::parse))
                .registerConverter(Fit.class, new OptionValue<>(new Choice<>(Fit.class)::parse))
                .registerConverter(OverflowPolicy.class, new OptionValue<>(new Choice<>(OverflowPolicy.class)::parse))
                .registerConverter(Topics.class, new OptionValue<>(Topics::new))
                .registerConverter(TailStart.class, new OptionValue<>(new TailStarts(surroundings.clock())::parse))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setAbbreviatedOptionsAllowed(false)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures)
                .setExecutionStrategy(Cli::execute);
    }

    /** Log levels are fixed when the first logger is made, which is after this. */
    private static int execute(ParseResult parsed) {
        SluiceCommand root = (SluiceCommand) parsed.commandSpec().root().userObject();
        root.configureLogging();
        return run(parsed);
    }

    /** Picocli lets errors, such as a native library that is missing, pass by whatever handles failures. */
    private static int run(ParseResult parsed) {
        try {
            return new RunLast().execute(parsed);
        } catch (Error e) {
            throw new ExecutionException(parsed.commandSpec().commandLine(), e.toString(), new CompletionException(e));
        }
    }
}
