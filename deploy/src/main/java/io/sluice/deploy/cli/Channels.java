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
        List<Double> values =
                Arrays.stream(text.split(",", -1)).map(Channels::number).toList();
        if (values.size() != COLOURS || !values.stream().allMatch(Double::isFinite)) {
            throw new IllegalArgumentException(
                    "expected three numbers such as 0.485,0.456,0.406, found '" + text + "'");
        }
        return new Channels(values);
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** Takes one argument with commas, or three. */
    static final class Consumer implements IParameterConsumer {
        @Override
        public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
            List<String> values = new ArrayList<>();
            // A stack that is empty from the start is a value that is missing.
            int wanted = !arguments.isEmpty() && arguments.peek().contains(",") ? 1 : COLOURS;
            while (values.size() < wanted && !arguments.isEmpty()) {
                values.add(arguments.pop());
            }
            try {
                option.setValue(parse(String.join(",", values)));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(
                        command.commandLine(), "Invalid value for option '" + name(option) + "': " + e.getMessage());
            }
        }

        private static String name(ArgSpec option) {
            return option instanceof OptionSpec named ? named.longestName() : option.paramLabel();
        }
    }
}
