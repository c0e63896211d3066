package io.sluice.deploy.cli;

import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads an option's value with {@code parse}, whose {@link IllegalArgumentException} says in one sentence what is wrong
 * with it.
 */
record OptionValue<T>(Function<String, T> parse) implements ITypeConverter<T> {
    @Override
    public T convert(String text) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
