package io.sluice.deploy.bench.load;

import java.util.List;
import java.util.Optional;

/**
 * When frames are due. Open-loop: arrivals follow from the load and the seed alone, and never wait for the system. What is
 * said in multiples is said in multiples of the dense model's capacity.
 */
public sealed interface Load permits CameraLoad, TraceLoad {
    /** What it is called in results. */
    String name();

    /** Every frame of a run, in order of time. The same for the same demand. */
    List<Arrival> arrivals(Demand demand);

    /** When the system should recover. */
    List<Moment> moments(Demand demand);

    /** What else happens meanwhile. */
    Optional<Trouble> trouble(Demand demand);
}
