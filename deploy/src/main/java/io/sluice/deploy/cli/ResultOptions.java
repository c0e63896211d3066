package io.sluice.deploy.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command gives its result: on standard output, as text or as JSON. Mixed into every command that has one. */
public final class ResultOptions {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    /**
     * Prints the result, as one line of JSON; once, or once for each of many.
     *
     * @param result what JSON is made of: records, lists, maps, texts and numbers
     * @param text the same for people
     */
    public void print(Object result, Supplier<String> text) {
        command.commandLine().getOut().println(json ? json(result) : text.get());
        command.commandLine().getOut().flush();
    }

    private static String json(Object result) {
        try {
            return JSON.writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
