package io.sluice.deploy.modeling;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the NVIDIA driver calls the GPUs of a machine.
 *
 * @param names in the driver's order, which is CUDA's too unless the environment says otherwise; empty where it does not say
 */
public record GpuNames(List<String> names) {
    private static final Path DRIVER = Path.of("/proc/driver/nvidia/gpus");
    private static final String MODEL = "Model:";

    public GpuNames {
        names = List.copyOf(names);
    }

    /** As the driver shows them under {@code /proc}. */
    public static GpuNames ofThisMachine() {
        return in(DRIVER);
    }

    /** @param directory one for each GPU in it, with a file {@code information} */
    static GpuNames in(Path directory) {
        try (Stream<Path> gpus = Files.list(directory)) {
            return new GpuNames(gpus.sorted().map(GpuNames::name).toList());
        } catch (IOException e) { // no such driver, or a container that does not show it
            return new GpuNames(List.of());
        }
    }

    private static String name(Path gpu) {
        try (Stream<String> lines = Files.lines(gpu.resolve("information"))) {
            return lines.filter(line -> line.startsWith(MODEL))
                    .map(line -> line.substring(MODEL.length()).strip())
                    .findFirst()
                    .orElse("a GPU");
        } catch (IOException e) {
            return "a GPU";
        }
    }

    /** Such as {@code NVIDIA H200}, or {@code NVIDIA H200 and NVIDIA H200}. */
    public String of(List<Integer> devices) {
        return IntStream.range(0, devices.size())
                .mapToObj(i -> devices.get(i) < names.size() ? names.get(devices.get(i)) : "device " + devices.get(i))
                .collect(joining(" and "));
    }
}
