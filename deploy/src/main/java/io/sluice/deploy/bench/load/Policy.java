package io.sluice.deploy.bench.load;

import java.util.List;

/**
 * A way to meet load.
 *
 * @param kind which
 * @param contenders runs that it takes: one, or several of which hindsight chooses the best
 */
record Policy(PolicyKind kind, List<Contender> contenders) {}
