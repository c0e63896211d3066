package io.sluice.deploy.console;

/**
 * One line of what the page says about how the system is set up.
 *
 * @param name for people
 * @param value without secrets
 */
public record Fact(String name, String value) {}
