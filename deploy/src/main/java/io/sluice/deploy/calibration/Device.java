package io.sluice.deploy.calibration;

import io.sluice.deploy.modeling.GpuNames;
import io.sluice.inference.engine.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What service times depend on besides the model.
 *
 * @param processor its model, or the architecture where the operating system does not say
 * @param cores that this process may use
 */
record Device(String processor, int cores) {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final String MODEL_NAME = "model name";

    static Device ofThisMachine() {
        return new Device(
                processor(CPU_INFO, System.getProperty("os.arch")),
                Runtime.getRuntime().availableProcessors());
    }

    /** With the GPUs that a provider runs models on, if any. */
    Device with(Provider provider) {
        return provider.devices().isEmpty()
                ? this
                : new Device(processor + " with " + GpuNames.ofThisMachine().of(provider.devices()), cores);
    }

    static String processor(Path cpuInfo, String otherwise) {
        try (Stream<String> lines = Files.lines(cpuInfo)) {
            return lines.filter(line -> line.startsWith(MODEL_NAME))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(otherwise);
        } catch (IOException e) { // no Linux
            return otherwise;
        }
    }
}
