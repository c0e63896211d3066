package io.sluice.deploy.bench.faults;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One start of a process that ended in order, and what it said of itself then.
 *
 * @param instance its name, another one at each start
 * @param counts what it printed as it ended
 * @param calm whether it began after the last fault
 */
record Life(Role role, String instance, JsonNode counts, boolean calm) {}
