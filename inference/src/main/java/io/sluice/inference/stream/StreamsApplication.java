package io.sluice.inference.stream;

/**
 * One use of Kafka Streams.
 *
 * @param name as operators know it, at the beginning of a sentence
 * @param source the topic that it reads
 * @param id Kafka Streams application id: consumer group, and what its transactional ids begin with
 * @param threads that read and process
 */
record StreamsApplication(String name, String source, String id, int threads) {}
