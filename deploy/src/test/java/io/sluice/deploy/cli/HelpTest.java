package io.sluice.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.TestCache;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Whatever command or option there will ever be, it says what it is for. */
final class HelpTest {
    static Stream<CommandLine> commands() {
        return all(Cli.commandLine(
                new Surroundings(new StopSignal(), InstantSource.system(), Terminal.NONE, TestCache.DIRECTORY)));
    }

    private static Stream<CommandLine> all(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(HelpTest::all));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandSaysWhatItDoes(CommandLine command) {
        assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty();
        assertThat(command.getUsageMessage())
                .contains("Usage: " + command.getCommandSpec().qualifiedName());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyOptionSaysWhatItIsForAndIsInTheHelp(CommandLine command) {
        String help = command.getUsageMessage();
        assertThat(command.getCommandSpec().args()).allSatisfy(option -> {
            assertThat(option.description()).as(option.toString()).isNotEmpty();
            assertThat(option.hidden()).as(option.toString()).isFalse();
            assertThat(help).contains(name(option));
        });
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandTakesHelpVersionAndDebug(CommandLine command) {
        assertThat(command.getCommandSpec().optionsMap()).containsKeys("--help", "--version", "--debug");
    }

    static Stream<CommandLine> commandsThatDoSomething() {
        return commands()
                .filter(command ->
                        command.getCommand() instanceof Runnable || command.getCommand() instanceof Callable<?>);
    }

    @ParameterizedTest
    @MethodSource("commandsThatDoSomething")
    void everyCommandThatDoesSomethingTakesJson(CommandLine command) {
        assertThat(command.getCommandSpec().optionsMap()).containsKey("--json");
    }

    @Test
    void helpGoesToStandardOutput() throws Exception {
        Run.Result help = Run.of("topics", "create", "--help");

        assertThat(help.status()).isZero();
        assertThat(help.out()).startsWith("Usage: sluice topics create").contains("--partitions=N");
        assertThat(help.err()).isEmpty();
    }

    @Test
    void theVersionIsPrinted() throws Exception {
        assertThat(Run.of("--version").out()).startsWith("sluice ");
    }

    private static String name(ArgSpec argument) {
        return argument.isOption() ? ((OptionSpec) argument).longestName() : argument.paramLabel();
    }
}
