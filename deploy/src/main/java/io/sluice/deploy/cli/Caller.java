package io.sluice.deploy.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Who asks for something on the command line. */
final class Caller {
    private Caller() {}

    /** As decisions are to name it. */
    static String name() {
        return "command line on " + host();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "a host without a name";
        }
    }
}
