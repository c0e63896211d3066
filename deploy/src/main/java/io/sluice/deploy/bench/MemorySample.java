package io.sluice.deploy.bench;

/**
 * What a process occupies at a moment.
 *
 * @param second since the beginning of the watch
 * @param residentBytes of RAM, whatever for: heap, native memory, mapped files
 * @param heapBytes in use after the last garbage collections: what lives, not what lies about
 * @param bufferBytes of direct and mapped Java buffers
 * @param threads of Java
 */
record MemorySample(double second, long residentBytes, long heapBytes, long bufferBytes, int threads) {
    static final String HEADER = "seconds,resident_bytes,live_heap_bytes,buffer_bytes,threads";

    String line() {
        return Math.round(second) + "," + residentBytes + "," + heapBytes + "," + bufferBytes + "," + threads;
    }
}
