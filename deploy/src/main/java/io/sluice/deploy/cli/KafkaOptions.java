package io.sluice.deploy.cli;

import io.sluice.deploy.OperatorException;
import io.sluice.schemas.Topics;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which Kafka a command talks to; mixed into commands under the name {@value #MIXIN}. */
public final class KafkaOptions {
    /** So that a failure can name the server that the command was told of. */
    static final String MIXIN = "kafka";

    private static final String DEFAULT_SERVER = "localhost:9092";

    /** A person waits: Kafka's own minute is too long. */
    private static final Map<String, String> PATIENCE = Map.of(
            CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, "10000",
            CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, "15000");

    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT[,...]",
            description =
                    "Kafka to connect to (default: bootstrap.servers of --kafka-config, else " + DEFAULT_SERVER + ").")
    private String bootstrapServer;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description =
                    "Properties file for Kafka clients, for security and tuning. Its values may refer to passwords kept"
                            + " elsewhere as $${env:NAME}, $${file:PATH:KEY} and $${directory:PATH:NAME}.")
    private Path configFile;

    @Option(
            names = "--topic-prefix",
            paramLabel = "PREFIX",
            defaultValue = Topics.DEFAULT_PREFIX,
            description = "What Sluice's topic names begin with (default: ${DEFAULT-VALUE}).")
    private Topics topics;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** Of the file; null until it has been read. */
    private Map<String, Object> loaded;

    /** The names of the topics. */
    public Topics topics() {
        return topics;
    }

    /** Where to connect, as {@code host:port,...}. */
    public String bootstrapServers() {
        return clientProperties()
                .get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)
                .toString();
    }

    /**
     * What every Kafka client is to be made with: the operator's file over patient defaults, the option over both.
     *
     * @throws OperatorException if the file cannot be read
     */
    public Map<String, Object> clientProperties() {
        Map<String, Object> properties = new HashMap<>(PATIENCE);
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, DEFAULT_SERVER);
        properties.putAll(file());
        if (bootstrapServer != null) {
            properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServer);
        }
        return properties;
    }

    /**
     * Like {@link #clientProperties}, of a Kafka that can be reached.
     *
     * @throws OperatorException if no server listens
     */
    public Map<String, Object> reachable() {
        Map<String, Object> properties = clientProperties();
        BootstrapServers.parse(bootstrapServers()).requireReachable();
        return properties;
    }

    /** A client for administration; the caller closes it. */
    public Admin admin() {
        return Admin.create(reachable());
    }

    private Map<String, Object> file() {
        if (configFile != null && loaded == null) {
            KafkaConfigFile file = KafkaConfigFile.read(configFile);
            file.warning().ifPresent(command.commandLine().getErr()::println);
            loaded = file.properties(environment());
        }
        return loaded == null ? Map.of() : loaded;
    }

    private static ConfigProvider environment() {
        ConfigProvider environment = new EnvVarConfigProvider();
        environment.configure(Map.of());
        return environment;
    }

    /** The server that {@code command} was told of, if it has these options. */
    static String serverOf(CommandLine command) {
        CommandSpec mixin = command.getCommandSpec().mixins().get(MIXIN);
        return mixin == null ? "the bootstrap server" : ((KafkaOptions) mixin.userObject()).bootstrapServers();
    }
}
