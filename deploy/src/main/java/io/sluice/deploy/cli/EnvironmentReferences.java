package io.sluice.deploy.cli;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills in {@code ${env:NAME}}, as in Kafka's properties, with variables of the environment.
 *
 * @param environment the value of a variable, or null
 */
record EnvironmentReferences(UnaryOperator<String> environment) implements UnaryOperator<String> {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{env:([^}]*)}");

    /** @throws IllegalArgumentException naming the variable that is not set */
    @Override
    public String apply(String text) {
        return REFERENCE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found.group(1))));
    }

    private String value(String name) {
        String value = environment.apply(name);
        if (value == null) {
            throw new IllegalArgumentException("${env:" + name + "} is not set in the environment.");
        }
        return value;
    }
}
