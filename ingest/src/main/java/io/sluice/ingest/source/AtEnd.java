package io.sluice.ingest.source;

/** What becomes of a finite source when it has delivered everything. */
public enum AtEnd {
    STOP,
    LOOP
}
