package io.sluice.deploy.bench.faults;

import java.util.Locale;

/** What a process is there for. */
enum Role {
    BROKER,
    INGEST,
    INFERENCE;

    /** As it is shown and as files are named. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
