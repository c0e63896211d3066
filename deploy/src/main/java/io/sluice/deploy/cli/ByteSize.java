package io.sluice.deploy.cli;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A size as operators write it: {@code 4096}, {@code 512KiB}, {@code 64MiB}, {@code 1GiB}, {@code 2TiB}.
 *
 * @param bytes not negative
 */
record ByteSize(long bytes) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})(KiB|MiB|GiB|TiB)|(\\d{1,18})");
    private static final Map<String, Integer> SHIFTS = Map.of("KiB", 10, "MiB", 20, "GiB", 30, "TiB", 40);

    static ByteSize parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("expected a size such as 4096, 64MiB or 1GiB, found '" + text + "'");
        }
        return parts.group(3) != null
                ? new ByteSize(Long.parseLong(parts.group(3)))
                : new ByteSize(Long.parseLong(parts.group(1)) << SHIFTS.get(parts.group(2)));
    }
}
