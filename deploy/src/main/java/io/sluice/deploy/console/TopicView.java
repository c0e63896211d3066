package io.sluice.deploy.console;

/** What is the matter with a topic: {@code read}, {@code missing}, {@code forbidden} or {@code unknown}. */
record TopicView(String topic, String state) {}
