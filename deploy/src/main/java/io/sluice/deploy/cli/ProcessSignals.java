package io.sluice.deploy.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/**
 * Signals to this process. The JVM's own answer to them is to run all shutdown hooks at once, among them those of libraries
 * that free what a command still works with: so a command that is to end in order must hear of the signal before.
 *
 * @param listener told the number of each signal
 */
record ProcessSignals(IntConsumer listener) {
    /**
     * Takes over signals; where the platform does not know one, or the JVM keeps it for itself, nothing changes.
     *
     * @param names without {@code SIG}
     */
    void handle(String... names) {
        for (String name : names) {
            try {
                handle(name);
            } catch (ReflectiveOperationException e) {
                return; // the shutdown hook still asks
            }
        }
    }

    /** By reflection, as the compiler lets nobody name these classes without a warning; they are exported for use. */
    private void handle(String name) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Method number = signal.getMethod("getNumber");
        InvocationHandler tell = (proxy, method, arguments) -> {
            listener.accept((int) number.invoke(arguments[0]));
            return null;
        };
        Object proxy = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, tell);
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    }
}
