package io.sluice.deploy;

import java.util.function.Supplier;

/** The command line itself is wrong: an option's value, or options that do not go together. The process ends with status 2. */
public final class UsageException extends OperatorException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }

    private UsageException(IllegalArgumentException cause) {
        super(cause.getMessage(), cause);
    }

    /**
     * A value made from options, whose constructor says what is wrong with them.
     *
     * @throws UsageException with the message of the {@link IllegalArgumentException} that {@code value} throws
     */
    public static <T> T orUsage(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
    }
}
