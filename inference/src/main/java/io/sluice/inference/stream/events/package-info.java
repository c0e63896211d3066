/**
 * What a camera showed, and from when to when: answers in, intervals out. {@link io.sluice.inference.stream.events.Intervals}
 * is the algorithm, of values and without Kafka; {@link io.sluice.inference.stream.events.EventTopology} is how Kafka Streams
 * runs it.
 */
package io.sluice.inference.stream.events;
