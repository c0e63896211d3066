/**
 * Cameras to the frames topic. {@link io.sluice.ingest.Ingest} is the whole of it; the packages below hold its parts in
 * the order in which a frame meets them: source, pacing, encode, publish.
 */
package io.sluice.ingest;
