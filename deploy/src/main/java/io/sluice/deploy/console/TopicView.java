package io.sluice.deploy.console;

/** What is the matter with a topic: {@code read}, {@code missing} or {@code forbidden}. */
record TopicView(String topic, String state) {}
