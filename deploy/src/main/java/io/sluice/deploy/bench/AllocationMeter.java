package io.sluice.deploy.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Arrays;
import java.util.Objects;

/** Heap allocated so far by the threads that a frame passes through in inference: stream threads and lanes. */
final class AllocationMeter {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Bytes, of the threads that live now. */
    long bytes() {
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(Objects::nonNull)
                .filter(AllocationMeter::isOnTheWay)
                .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.getThreadId()))
                .sum();
    }

    private static boolean isOnTheWay(ThreadInfo thread) {
        return thread.getThreadName().startsWith("sluice-lane-")
                || thread.getThreadName().contains("-StreamThread-");
    }
}
