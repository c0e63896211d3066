package io.sluice.deploy.bench.load;

import io.sluice.deploy.OperatorException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One run of one contender under one load, on topics of its own and with models that are warm. */
final class LoadRun {
    private static final String WARM_UP = "warm-up";
    private static final String SESSION = "load";

    /** Frames of each camera before the run, so that every partition has been read and every path been taken. */
    private static final int WARM_UP_FRAMES = 3;

    /** At which these come, in multiples of the dense capacity: so little that every policy is at its best when the run begins. */
    private static final double WARM_UP_LOAD = 0.25;

    private static final Duration WARM_UP_LIMIT = Duration.ofSeconds(60);
    private static final Duration RUN_UP = Duration.ofMillis(200);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    /** How long answers are awaited after the last frame, beyond the deadline: as long as the run and this. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Rig rig;
    private final Footage footage;
    private final Demand demand;
    private final List<Arrival> arrivals;
    private final Optional<Trouble> trouble;

    LoadRun(Rig rig, Footage footage, Demand demand, Load load) {
        this.rig = rig;
        this.footage = footage;
        this.demand = demand;
        this.arrivals = load.arrivals(demand);
        this.trouble = load.trouble(demand);
    }

    /**
     * What came of a run.
     *
     * @param frames all that were offered, in the order of their arrival
     * @param late how late each was handed to the producer
     * @param cpu processor time that this process took, from the first frame to the last answer
     */
    record Result(List<FrameFate> frames, List<Duration> late, Duration cpu) {}

    /**
     * Runs.
     *
     * @throws OperatorException where answers are not what they must be: one for each frame at most, in the cameras' order
     */
    Result run(Contender contender, Duration deadline) throws InterruptedException {
        try (Pipeline pipeline = new Pipeline(rig, contender, footage, demand.cameras())) {
            pipeline.start();
            int warm = warmUp(pipeline);
            long cpuBefore = rig.cpuNanos().getAsLong();
            List<Duration> late = play(pipeline);
            awaitAnswers(pipeline, warm + arrivals.size(), deadline);
            Duration cpu = Duration.ofNanos(rig.cpuNanos().getAsLong() - cpuBefore);
            pipeline.cameras().requireNoneGivenUp();
            return new Result(lawful(contender, pipeline.answers().answers(), warm), late, cpu);
        }
    }

    /** Answers may still come; all is judged by those of one moment. */
    private List<FrameFate> lawful(Contender contender, AnswerLog.Answers answers, int warm) {
        List<FrameFate> fates = fates(answers);
        requireLawful(contender, answers.violations());
        requireAccounted(contender, answers.answered() - warm, Counts.of(fates));
        return fates;
    }

    private int warmUp(Pipeline pipeline) throws InterruptedException {
        int frames = WARM_UP_FRAMES * demand.cameras();
        for (int frame = 0; frame < frames; frame++) {
            int camera = frame % demand.cameras();
            rig.ticker().pause(Math.round(1e9 / (WARM_UP_LOAD * demand.capacity())));
            pipeline.cameras()
                    .send(WARM_UP, camera, frame / demand.cameras(), rig.clock().instant());
        }
        if (!pipeline.answers().await(frames, WARM_UP_LIMIT)) {
            pipeline.requireAlive();
            throw new OperatorException(
                    "The pipeline answered " + pipeline.answers().answered() + " of " + frames + " frames within "
                            + WARM_UP_LIMIT.toSeconds() + " s.");
        }
        return frames;
    }

    private List<Duration> play(Pipeline pipeline) throws InterruptedException {
        Instant start = rig.clock().instant().plus(RUN_UP);
        long startNanos = rig.ticker().nanos() + RUN_UP.toNanos();
        if (trouble.isEmpty()) {
            return pipeline.cameras().play(SESSION, arrivals, start, startNanos);
        }
        try (Mishap mishap = mishap(trouble.get());
                MishapTimer timer = new MishapTimer()) {
            timer.plan(mishap, trouble.get(), RUN_UP);
            List<Duration> late = pipeline.cameras().play(SESSION, arrivals, start, startNanos);
            timer.requireDone();
            return late;
        }
    }

    private Mishap mishap(Trouble when) {
        return switch (when.kind()) {
            case BROKER_PAUSE -> new Mishap.BrokerPause(rig.relay());
            case SLOW_DEVICE -> new Mishap.SlowDevice();
        };
    }

    private void awaitAnswers(Pipeline pipeline, int frames, Duration deadline) throws InterruptedException {
        Duration limit = demand.duration().plus(deadline).plus(GRACE);
        long endNanos = rig.ticker().nanos() + limit.toNanos();
        boolean all = false;
        while (!all && rig.ticker().nanos() < endNanos) {
            all = pipeline.answers().await(frames, LOOK_EVERY);
            pipeline.requireAlive();
        }
    }

    private static void requireLawful(Contender contender, List<String> violations) {
        if (!violations.isEmpty()) {
            throw new OperatorException("Under " + contender.id() + ", " + violations.size()
                    + " answers were not what they must be; the first: " + violations.get(0));
        }
    }

    /** Offered is labelled, shed, rejected and lost: each answer is to a frame that was sent, and there is no other. */
    private static void requireAccounted(Contender contender, int answered, Counts counts) {
        long accounted = counts.answered();
        if (answered != accounted || counts.offered() != accounted + counts.lost()) {
            throw new OperatorException("Under " + contender.id() + ", " + answered + " answers were read and "
                    + accounted + " are to frames that were sent: " + counts + ".");
        }
    }

    private List<FrameFate> fates(AnswerLog.Answers answers) {
        OfferedLoad offered = new OfferedLoad(arrivals, demand.capacity());
        long[] sequences = new long[demand.cameras()];
        List<FrameFate> fates = new ArrayList<>(arrivals.size());
        for (Arrival arrival : arrivals) {
            int camera = arrival.camera();
            long sequence = sequences[camera]++;
            Fate fate = answers.of(CameraSender.id(camera), SESSION, sequence).orElse(Fate.LOST);
            fates.add(new FrameFate(
                    arrival, sequence, footage.shot(camera, sequence), offered.at(arrival.second()), fate));
        }
        return List.copyOf(fates);
    }
}
