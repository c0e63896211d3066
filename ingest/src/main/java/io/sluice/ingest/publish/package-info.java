/** Records to Kafka: bounded, counted, and never dropped in silence. */
package io.sluice.ingest.publish;
