package io.sluice.deploy.bench.faults;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.sluice.deploy.OperatorException;
import io.sluice.deploy.bench.Architecture;
import io.sluice.deploy.bench.Spread;
import io.sluice.deploy.bench.faults.Member.Recipe;
import io.sluice.deploy.topics.TopicLayout;
import io.sluice.deploy.topics.TopicSetup;
import io.sluice.schemas.AvroCodec;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;

/**
 * How much more several inference processes answer than one: each with one lane, on frames that lie ready on the topic, taking
 * turns with one process alone. Counted is the time in which all of them publish answers, so neither starts nor the last frames
 * of an uneven share count.
 */
public final class ScaleOut {
    private static final int CAMERAS = 24;
    private static final int HEAP_MEBIBYTES = 256;
    private static final Duration RUN_UP = Duration.ofSeconds(3);
    private static final Duration READ_LIMIT = Duration.ofMinutes(2);

    private final ScaleSettings settings;
    private final Path directory;
    private final RunRecord record;
    private final Launcher launcher;
    private final Topics topics = new Topics(Topics.DEFAULT_PREFIX);
    private final int port = Ports.free(1)[0];

    /**
     * What is measured.
     *
     * @param processes that share the frames, 2 to 8
     * @param repetitions of each measurement, 1 or more
     * @param duration of each measurement
     * @param architecture of the model
     */
    public record ScaleSettings(int processes, int repetitions, Duration duration, Architecture architecture) {
        public ScaleSettings {
            if (processes < 2 || processes > 8 || repetitions < 1 || duration.toSeconds() < 1) {
                throw new IllegalArgumentException(
                        "Expected 2 to 8 processes, at least one repetition and at least a second, found " + processes
                                + ", " + repetitions + " and " + duration.toMillis() + " ms.");
            }
        }
    }

    /**
     * What came of it.
     *
     * @param processes that shared the frames
     * @param one frames per second of one process
     * @param several the same of all of them together
     * @param ratio of the second to the first, turn by turn
     */
    public record Result(int processes, Spread one, Spread several, Spread ratio) {}

    /**
     * @param directory for files of the run; empty, and the caller's to remove
     * @param program the class with the main method of {@code sluice}
     * @param view told what happens, a line each
     */
    public ScaleOut(
            ScaleSettings settings, Path directory, String program, Consumer<String> view, BooleanSupplier stop) {
        this.settings = settings;
        this.directory = directory;
        record = new RunRecord(view, stop);
        launcher = new Launcher(program, directory);
    }

    /** Measures. */
    public Result run() throws InterruptedException, IOException {
        List<String> arguments =
                List.of("broker", "--port=" + port, "--data-dir=" + directory.resolve("broker"), "--json");
        Path weights = TinyModel.write(
                directory.resolve("model.safetensors"), settings.architecture().checkpoint());
        try (Member broker = member(Role.BROKER, 0, arguments)) {
            broker.startUp();
            fill();
            List<Double> one = new ArrayList<>();
            List<Double> several = new ArrayList<>();
            for (int turn = 0; turn < settings.repetitions(); turn++) {
                one.add(measure(1, turn, weights));
                several.add(measure(settings.processes(), turn, weights));
            }
            List<Double> ratios = IntStream.range(0, one.size())
                    .mapToObj(turn -> several.get(turn) / one.get(turn))
                    .toList();
            return new Result(settings.processes(), Spread.of(one), Spread.of(several), Spread.of(ratios));
        }
    }

    private Member member(Role role, int number, List<String> arguments) {
        return new Member(role, number, new Recipe(HEAP_MEBIBYTES, instance -> arguments, Map.of()), launcher, record);
    }

    /** More frames than are answered in the time, however fast. */
    private void fill() throws InterruptedException {
        try (Admin admin = Admin.create(kafka())) {
            var unused = new TopicSetup(admin, topics).create(TopicLayout.DEFAULT);
        }
        long frames = 200L * settings.processes() * (settings.duration().toSeconds() + 20) / CAMERAS;
        List<String> arguments = new ArrayList<>(List.of(
                "ingest", "--bootstrap-server=" + servers(), "--as-fast-as-possible", "--buffer=1MiB", "--json"));
        IntStream.range(0, CAMERAS)
                .mapToObj(camera -> "--camera=camera-" + camera + "=synthetic:shapes?size=256x256&frames=" + frames
                        + "&seed=" + camera)
                .forEach(arguments::add);
        try (Member ingest = member(Role.INGEST, 0, arguments)) {
            ingest.startUp();
            ingest.awaitEnd();
        }
        record.say(CAMERAS * frames + " frames are on the topic");
    }

    /** Frames per second of so many processes; they share a group of their own, which begins with the first frame. */
    private double measure(int processes, int turn, Path weights) throws InterruptedException {
        String group = "scale-" + processes + "-" + turn;
        List<Member> members = new ArrayList<>();
        try {
            for (int number = 0; number < processes; number++) {
                members.add(member(Role.INFERENCE, number, arguments(group, number, weights)));
            }
            Members.startTogether(members);
            record.pause(RUN_UP.plus(settings.duration()));
            for (Member member : members) {
                member.terminate(false);
            }
        } finally {
            members.forEach(Member::close);
        }
        double rate = rate(group, processes);
        record.say(String.format(Locale.ROOT, "%d processes: %.1f frames/s", processes, rate));
        return rate;
    }

    private List<String> arguments(String group, int number, Path weights) {
        return List.of(
                "infer",
                "--weights=" + weights,
                "--reducer=none",
                "--bootstrap-server=" + servers(),
                "--application-id=" + group,
                "--instance=" + group + "-" + number,
                "--lanes=1",
                "--json");
    }

    private record Answer(String instance, Instant published) {}

    private double rate(String group, int processes) {
        AvroCodec<FrameLabels> codec = new AvroCodec<>(FrameLabels.class);
        try (TopicTail<Answer> labels = new TopicTail<>(
                topics.labels(), IsolationLevel.READ_COMMITTED, kafka(), found -> answer(codec, found))) {
            if (!labels.readToEnd(READ_LIMIT, record::requireNotStopped)) {
                throw new OperatorException("Topic " + topics.labels() + " cannot be read to its end: for "
                        + READ_LIMIT.toSeconds() + " s nothing came.");
            }
            Map<String, List<Instant>> published = labels.records().stream()
                    .filter(answer -> answer.instance().startsWith(group))
                    .collect(groupingBy(Answer::instance, mapping(Answer::published, toList())));
            if (published.size() < processes) {
                throw new OperatorException("Only " + published.size() + " of " + processes + " processes answered.");
            }
            return rate(published.values());
        }
    }

    private static Answer answer(AvroCodec<FrameLabels> codec, ConsumerRecord<byte[], byte[]> record) {
        return new Answer(
                TopicRecords.instance(record),
                codec.decode(record.value()).getTimings().getPublished());
    }

    /** Between the time when the last of them began and that when the first ended. */
    private static double rate(Collection<List<Instant>> published) {
        Instant from = published.stream()
                .map(times -> times.stream().min(Instant::compareTo).orElseThrow())
                .max(Instant::compareTo)
                .orElseThrow();
        Instant to = published.stream()
                .map(times -> times.stream().max(Instant::compareTo).orElseThrow())
                .min(Instant::compareTo)
                .orElseThrow();
        long within = published.stream()
                .flatMap(List::stream)
                .filter(time -> time.isAfter(from) && !time.isAfter(to))
                .count();
        return within / (Duration.between(from, to).toNanos() / 1e9);
    }

    private String servers() {
        return "127.0.0.1:" + port;
    }

    private Map<String, Object> kafka() {
        return Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers());
    }
}
