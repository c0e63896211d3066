package io.sluice.deploy.endtoend;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Memory of this process outside the Java heap as Linux counts it, files that are mapped left out: what native libraries,
 * direct buffers, threads and the Java runtime itself occupy. Linux and HotSpot only.
 */
final class NativeMemory {
    private static final Path MAPPINGS = Path.of("/proc/self/smaps");
    private static final Pattern MAPPING = Pattern.compile("([0-9a-f]+)-[0-9a-f]+ .*");
    private static final Pattern ANONYMOUS = Pattern.compile("Anonymous:\\s+(\\d+) kB");
    private static final Pattern HEAP = Pattern.compile("\\[0x([0-9a-f]+),.*?0x([0-9a-f]+)\\)");

    /** Addresses, the end excluded. */
    private record Range(BigInteger begin, BigInteger end) {
        boolean holds(BigInteger address) {
            return begin.compareTo(address) <= 0 && address.compareTo(end) < 0;
        }
    }

    private NativeMemory() {}

    static boolean isKnown() {
        return Files.isReadable(MAPPINGS);
    }

    /** Bytes, after garbage and what the C library keeps of freed blocks have been given back. */
    static long bytes() throws IOException, JMException {
        System.gc();
        diagnose("systemTrimNativeHeap");
        List<Range> heap = heap();
        long kilobytes = 0;
        boolean counts = true;
        for (String line : Files.readAllLines(MAPPINGS)) {
            Matcher mapping = MAPPING.matcher(line);
            Matcher anonymous = ANONYMOUS.matcher(line);
            if (mapping.matches()) {
                BigInteger address = new BigInteger(mapping.group(1), 16);
                counts = heap.stream().noneMatch(range -> range.holds(address));
            } else if (counts && anonymous.matches()) {
                kilobytes += Long.parseLong(anonymous.group(1));
            }
        }
        return kilobytes << 10;
    }

    private static List<Range> heap() throws JMException {
        List<Range> ranges = new ArrayList<>();
        Matcher matcher = HEAP.matcher(diagnose("gcHeapInfo"));
        while (matcher.find()) {
            ranges.add(new Range(new BigInteger(matcher.group(1), 16), new BigInteger(matcher.group(2), 16)));
        }
        return ranges;
    }

    private static String diagnose(String command) throws JMException {
        return String.valueOf(ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        command,
                        new Object[0],
                        new String[0]));
    }
}
