package io.sluice.deploy.bench;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Memory that is free but still occupied: what garbage holds, and what the C library keeps of freed blocks, which the next
 * engine would use without the process growing.
 */
final class FreedMemory {
    private static final String DIAGNOSTICS = "com.sun.management:type=DiagnosticCommand";
    private static final String TRIM = "systemTrimNativeHeap";

    private final MBeanServer management = ManagementFactory.getPlatformMBeanServer();

    /** Gives it back to the operating system, as far as the Java runtime can; the heap itself does not shrink. */
    void giveBack() {
        System.gc();
        try {
            management.invoke(new ObjectName(DIAGNOSTICS), TRIM, new Object[0], new String[0]);
        } catch (JMException e) {
            // A Java runtime without that command, or no glibc: engines loaded later then seem smaller.
        }
    }
}
