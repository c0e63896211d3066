package io.sluice.deploy.bench.faults;

import static java.util.stream.Collectors.joining;

import io.sluice.deploy.bench.faults.Member.Recipe;
import io.sluice.deploy.topics.TopicLayout;
import io.sluice.deploy.topics.TopicSetup;
import io.sluice.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;

/** All processes of a run, and the disks and clocks that they have. Nothing is left of it when it is closed. */
final class FaultRig implements AutoCloseable {
    /** Frames of a whole run stay, however its clocks step. */
    private static final TopicLayout LAYOUT =
            new TopicLayout(6, OptionalInt.of(FaultSettings.BROKERS), Duration.ofDays(7), 1L << 30, Duration.ofDays(7));

    private static final int BROKER_DISK_MEBIBYTES = 512;
    private static final int STATE_DISK_MEBIBYTES = 1;
    private static final int BROKER_HEAP_MEBIBYTES = 256;
    private static final int HEAP_MEBIBYTES = 192;

    /** Brokers take no shorter session; a shorter one makes for more changes of owners in the time of a run. */
    private static final String SESSION_MILLIS = "6000";

    private static final String SHEDDING = camera(0, 0);

    private final FaultSettings settings;
    private final Path directory;
    private final RunRecord record;
    private final Launcher launcher;
    private final Topics topics = new Topics(Topics.DEFAULT_PREFIX);
    private final Map<Role, List<Member>> members = new HashMap<>();
    private final Map<Member, SmallDisk> disks = new HashMap<>();
    private final Map<Member, SteppedClock> clocks = new HashMap<>();
    private final Deque<AutoCloseable> closing = new ArrayDeque<>();
    private final Optional<Path> clockLibrary;
    private final int[] ports = Ports.free(2 * FaultSettings.BROKERS);
    private Admin admin;

    /**
     * A rig in which nothing runs yet.
     *
     * @param directory for files of the run, empty
     */
    FaultRig(FaultSettings settings, Path directory, String program, RunRecord record) throws IOException {
        this.settings = settings;
        this.directory = directory;
        this.record = record;
        launcher = new Launcher(program, directory);
        clockLibrary = clockLibrary();
        try {
            addAll();
        } catch (IOException | RuntimeException e) {
            close(); // the disks that are mounted already
            throw e;
        }
    }

    private void addAll() throws IOException {
        Path weights = TinyModel.write(directory.resolve("tiny.safetensors"));
        for (int broker = 0; broker < FaultSettings.BROKERS; broker++) {
            addBroker(broker);
        }
        for (int ingest = 0; ingest < settings.ingest(); ingest++) {
            addIngest(ingest);
        }
        for (int inference = 0; inference < settings.inference(); inference++) {
            addInference(inference, weights);
        }
    }

    private void addBroker(int number) throws IOException {
        Optional<SmallDisk> disk = disk(Role.BROKER, number, BROKER_DISK_MEBIBYTES);
        Path data = disk.map(SmallDisk::data).orElse(directory.resolve("broker-" + number + "-data"));
        String controllers = IntStream.range(0, FaultSettings.BROKERS)
                .mapToObj(node -> node + 1 + "=" + ports[FaultSettings.BROKERS + node])
                .collect(joining(","));
        List<String> arguments = List.of(
                "broker",
                "--port=" + ports[number],
                "--data-dir=" + data,
                "--node=" + (number + 1),
                "--controllers=" + controllers,
                "--json");
        Member broker = add(Role.BROKER, number, new Recipe(BROKER_HEAP_MEBIBYTES, instance -> arguments, Map.of()));
        disk.ifPresent(own -> disks.put(broker, own));
    }

    private void addIngest(int number) {
        List<String> arguments =
                new ArrayList<>(List.of("ingest", "--bootstrap-server=" + bootstrapServers(), "--json"));
        for (int camera = 0; camera < settings.cameras(); camera++) {
            arguments.add("--camera=" + camera(number, camera) + "=synthetic:shapes?size=64x64&fps="
                    + settings.framesPerSecond() + "&seed=" + (number * settings.cameras() + camera));
        }
        addWithClock(
                Role.INGEST, number, environment -> new Recipe(HEAP_MEBIBYTES, instance -> arguments, environment));
    }

    private static String camera(int ingest, int number) {
        return "camera-" + ingest + "-" + number;
    }

    private void addInference(int number, Path weights) throws IOException {
        Optional<SmallDisk> disk = disk(Role.INFERENCE, number, STATE_DISK_MEBIBYTES);
        Path state = disk.map(SmallDisk::data).orElse(directory.resolve("inference-" + number + "-state"));
        Path config = directory.resolve("inference-" + number + ".properties");
        Files.write(
                config,
                List.of(
                        "state.dir=" + state,
                        "main.consumer.session.timeout.ms=" + SESSION_MILLIS,
                        "main.consumer.heartbeat.interval.ms=1500",
                        "producer.transaction.timeout.ms=" + SESSION_MILLIS));
        List<String> arguments = List.of(
                "infer",
                "--weights=" + weights,
                "--bootstrap-server=" + bootstrapServers(),
                "--kafka-config=" + config,
                "--reducer=none",
                "--lanes=1",
                "--camera-policy=" + SHEDDING + "=latest", // so that some frames are shed
                "--json");
        Member inference = addWithClock(
                Role.INFERENCE,
                number,
                environment -> new Recipe(
                        HEAP_MEBIBYTES,
                        instance -> {
                            List<String> all = new ArrayList<>(arguments);
                            all.add("--instance=" + instance);
                            return all;
                        },
                        environment));
        disk.ifPresent(own -> disks.put(inference, own));
    }

    private Optional<SmallDisk> disk(Role role, int number, int mebibytes) throws IOException {
        boolean wanted = settings.kinds().stream().anyMatch(kind -> kind.fillsDisk() && kind.role() == role);
        Optional<SmallDisk> disk = wanted
                ? SmallDisk.mount(directory.resolve(role.text() + "-" + number + "-disk"), mebibytes)
                : Optional.empty();
        disk.ifPresent(closing::push);
        return disk;
    }

    private Member addWithClock(Role role, int number, Function<Map<String, String>, Recipe> recipe) {
        Optional<SteppedClock> clock = clockLibrary.map(
                library -> new SteppedClock(library, directory.resolve(role.text() + "-" + number + ".clock")));
        Member member = add(
                role, number, recipe.apply(clock.map(SteppedClock::environment).orElse(Map.of())));
        clock.ifPresent(own -> clocks.put(member, own));
        return member;
    }

    /** Empty where no clock is to step, or none would. */
    private Optional<Path> clockLibrary() {
        boolean wanted = settings.kinds().stream().anyMatch(FaultKind::stepsClock);
        Optional<Path> library = wanted ? settings.clockLibrary().or(SteppedClock::installed) : Optional.empty();
        return library.filter(found -> SteppedClock.works(found, directory));
    }

    private Member add(Role role, int number, Recipe recipe) {
        Member member = new Member(role, number, recipe, launcher, record);
        members.computeIfAbsent(role, first -> new ArrayList<>()).add(member);
        closing.push(member);
        return member;
    }

    /** The cameras of which inference may shed frames. */
    Set<String> shedding() {
        return Set.of(SHEDDING);
    }

    String bootstrapServers() {
        return Arrays.stream(ports, 0, FaultSettings.BROKERS)
                .mapToObj(port -> "127.0.0.1:" + port)
                .collect(joining(","));
    }

    Map<String, Object> kafka() {
        return Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
    }

    Topics topics() {
        return topics;
    }

    List<Member> of(Role role) {
        return members.get(role);
    }

    List<Member> all() {
        return members.values().stream().flatMap(List::stream).toList();
    }

    SmallDisk disk(Member member) {
        return disks.get(member);
    }

    SteppedClock clock(Member member) {
        return clocks.get(member);
    }

    /** Whether disks can be made to fill up here. */
    boolean hasDisks() {
        return !disks.isEmpty();
    }

    /** Whether clocks can be made to step here. */
    boolean hasClocks() {
        return !clocks.isEmpty();
    }

    /** Makes the topics; brokers run. */
    ClusterWatch createTopics() {
        Map<String, Object> config = new HashMap<>(kafka());
        config.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 5000);
        config.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        admin = Admin.create(config);
        closing.push(() -> admin.close(Duration.ZERO));
        var unused = new TopicSetup(admin, topics).create(LAYOUT);
        return new ClusterWatch(admin, FaultSettings.BROKERS);
    }

    @Override
    public void close() {
        while (!closing.isEmpty()) {
            try {
                closing.pop().close();
            } catch (Exception e) { // the others are to be closed all the same
                record.say("Something was left behind: " + e.getMessage());
            }
        }
    }
}
