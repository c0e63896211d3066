package io.sluice.deploy.fetch;

import java.util.List;

/**
 * A model that is on this machine.
 *
 * @param file its weights
 * @param bytes of the weights
 * @param sha256 of the weights
 * @param verified whether that is the hash that was asked for or that the hub stated
 * @param from where it came from
 * @param beside configuration files in the same folder
 */
public record Fetched(String file, long bytes, String sha256, boolean verified, String from, List<String> beside) {}
