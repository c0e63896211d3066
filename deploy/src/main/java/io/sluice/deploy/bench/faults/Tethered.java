package io.sluice.deploy.bench.faults;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs a program in a child process, which ends at once when its standard input does: that is a pipe to the process that
 * started it, and closes however that one ends. Nothing is left running of a run that was killed.
 */
public final class Tethered {
    private Tethered() {}

    /**
     * Runs it.
     *
     * @param args the class with the main method, then the arguments for it
     */
    public static void main(String[] args) throws ReflectiveOperationException {
        Thread tether = new Thread(Tethered::awaitEndOfInput, "sluice-tether");
        tether.setDaemon(true);
        tether.start();
        Object forIt = Arrays.copyOfRange(args, 1, args.length);
        try {
            Class.forName(args[0]).getMethod("main", String[].class).invoke(null, forIt);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static void awaitEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                // nothing is said
            }
        } catch (IOException e) {
            // closed as well
        }
        Runtime.getRuntime().halt(1);
    }
}
