package io.sluice.deploy.cli;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.Locale;

/**
 * One of a few values as operators write them: {@code shed-oldest} for {@code SHED_OLDEST}.
 *
 * @param type whose constants may be chosen
 */
record Choice<E extends Enum<E>>(Class<E> type) {
    E parse(String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(choice -> written(choice).equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected " + choices() + ", found '" + text + "'"));
    }

    private String choices() {
        return Arrays.stream(type.getEnumConstants()).map(Choice::written).collect(joining(" or "));
    }

    private static String written(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
