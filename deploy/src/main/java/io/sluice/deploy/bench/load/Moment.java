package io.sluice.deploy.bench.load;

/**
 * When a system should come back to what it does when all is well.
 *
 * @param name why: what rose or fell then
 * @param second from the beginning of the run
 * @param untilSecond when the next trouble begins, or the run ends
 */
public record Moment(String name, double second, double untilSecond) {}
