/** Pictures to the records of the frames topic. */
package io.sluice.ingest.encode;
