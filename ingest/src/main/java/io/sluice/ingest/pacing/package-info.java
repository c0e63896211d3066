/** When the next frame is due, and which frames are wanted at all. */
package io.sluice.ingest.pacing;
