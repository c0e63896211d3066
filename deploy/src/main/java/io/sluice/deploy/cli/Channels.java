package io.sluice.deploy.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * A number for each colour as operators write it: {@code 0.5,0.5,0.5}, or as three arguments.
 *
 * @param values of red, green, blue
 */
record Channels(List<Double> values) {
    private static final int COLOURS = 3;

    static Channels parse(String text) {
        try {
            List<Double> values =
                    Arrays.stream(text.split(",", -1)).map(Double::valueOf).toList();
            if (values.size() == COLOURS && values.stream().allMatch(Double::isFinite)) {
                return new Channels(values);
            }
        } catch (NumberFormatException e) {
            throw expected(text, e);
        }
        throw expected(text, null);
    }

    private static IllegalArgumentException expected(String found, Throwable cause) {
        return new IllegalArgumentException(
                "expected three numbers such as 0.485,0.456,0.406, found '" + found + "'", cause);
    }

    /** Takes one argument with commas, or three. */
    static final class Consumer implements IParameterConsumer {
        // The interface names the old class.
        @Override
        @SuppressWarnings("JdkObsolete")
        public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
            List<String> values = new ArrayList<>();
            do {
                values.add(arguments.isEmpty() ? "" : arguments.pop());
            } while (values.size() < COLOURS && !arguments.isEmpty() && isNumber(values.get(0)));
            try {
                option.setValue(parse(String.join(",", values)));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(
                        command.commandLine(), "Invalid value for option '" + name(option) + "': " + e.getMessage());
            }
        }

        private static boolean isNumber(String text) {
            return !text.contains(",");
        }

        private static String name(ArgSpec option) {
            return option instanceof OptionSpec named ? named.longestName() : option.paramLabel();
        }
    }
}
