package io.sluice.deploy.bench.faults;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts {@code sluice} commands as processes like this one: the same Java, the same classes.
 *
 * @param program the class with the main method
 * @param directory for what they write to standard error
 */
record Launcher(String program, Path directory) {
    /** They live for seconds: the optimising compiler would only be in their way. */
    private static final List<String> LIGHT = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-Xlog:disable",
            "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0");

    /**
     * Starts one.
     *
     * @param name of the file with its standard error
     * @param heapMebibytes its heap at most
     */
    ChildProcess start(String name, int heapMebibytes, List<String> arguments, Map<String, String> environment) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(LIGHT);
        command.addAll(archive());
        command.add("-Xmx" + heapMebibytes + "m");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Tethered.class.getName()));
        command.add(program);
        command.addAll(arguments);
        return new ChildProcess(command, environment, directory.resolve(name + ".err"));
    }

    /** Where this process shares its classes with others, its children do too: they start in half the time. */
    private static List<String> archive() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-XX:SharedArchiveFile="))
                .toList();
    }
}
