package io.sluice.deploy.cli;

import io.sluice.deploy.OperatorException;
import io.sluice.deploy.UsageException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;

/**
 * The operator's properties for Kafka's clients, as they stand in a file. What should not stand there is referred to:
 *
 * <table>
 * <caption>References in values</caption>
 * <tr><td>{@code ${env:NAME}}</td><td>a variable of the environment</td></tr>
 * <tr><td>{@code ${file:/path/to.properties:key}}</td><td>a property in another file</td></tr>
 * <tr><td>{@code ${directory:/run/secrets:name}}</td><td>the content of a file of that name</td></tr>
 * </table>
 *
 * They are Kafka's own; a file that sets {@code config.providers} itself is left to Kafka, which fills in what is still
 * text. Every other value that Kafka counts as a password leaves here as a {@link Password}, whose text is {@value
 * Password#HIDDEN}.
 *
 * @param path of the file
 * @param written its properties as they stand
 */
record KafkaConfigFile(Path path, Map<String, String> written) {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file|directory):[^}]*}");
    private static final String OWN_PROVIDERS = "config.providers";

    /** Those of the producer are those of all clients. */
    private static final Set<String> PASSWORDS = ProducerConfig.configDef().configKeys().values().stream()
            .filter(key -> key.type == ConfigDef.Type.PASSWORD)
            .map(key -> key.name)
            .collect(Collectors.toUnmodifiableSet());

    KafkaConfigFile {
        written = Map.copyOf(written);
    }

    /**
     * Reads a file.
     *
     * @throws OperatorException if it cannot be read
     * @throws UsageException if {@code path} is a property rather than a file
     */
    static KafkaConfigFile read(Path path) {
        Properties properties = new Properties();
        try (Reader text = Files.newBufferedReader(path)) {
            properties.load(text);
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(path, e);
        }
        return new KafkaConfigFile(
                path,
                properties.stringPropertyNames().stream()
                        .collect(Collectors.toMap(name -> name, properties::getProperty)));
    }

    /** What looks like a property, and is no file, may be a password, and is not repeated. */
    private static RuntimeException unreadable(Path path, Exception cause) {
        if (path.toString().contains("=") && !Files.exists(path)) {
            return new UsageException(
                    "Option --kafka-config takes the name of a file, and not a property: every user of"
                            + " this machine can read a command line, and with it a password.");
        }
        return new OperatorException(
                cause instanceof NoSuchFileException
                        ? "Kafka config " + path + " does not exist."
                        : "Kafka config " + path + " is not a properties file: " + cause.getMessage() + ".",
                cause);
    }

    /**
     * The properties with all references filled in.
     *
     * @param environment gives {@code ${env:NAME}}
     * @throws OperatorException naming the property that refers to nothing, or that cannot be read
     */
    Map<String, Object> properties(ConfigProvider environment) {
        Map<String, String> resolved = hasOwnProviders() ? written : resolved(environment);
        Map<String, Object> properties = new HashMap<>();
        resolved.forEach((name, value) -> properties.put(name, hides(name, value) ? new Password(value) : value));
        if (properties.get(SaslConfigs.SASL_JAAS_CONFIG) instanceof Password jaas) {
            requireReadableJaas(jaas);
        }
        return properties;
    }

    private boolean hasOwnProviders() {
        return written.containsKey(OWN_PROVIDERS);
    }

    /** Kafka fills references in where they are text, and in no {@link Password}. */
    private boolean hides(String name, String value) {
        return isPassword(name) && !(hasOwnProviders() && value.contains("${"));
    }

    private Map<String, String> resolved(ConfigProvider environment) {
        ConfigProvider files = new FileConfigProvider();
        ConfigProvider directories = new DirectoryConfigProvider();
        files.configure(Map.of());
        directories.configure(Map.of());
        try {
            Map<String, String> resolved = new ConfigTransformer(
                            Map.of("env", environment, "file", files, "directory", directories))
                    .transform(written)
                    .data();
            resolved.forEach(this::requireNoReference);
            return resolved;
        } catch (ConfigException e) {
            throw new OperatorException("Kafka config " + path + ": " + e.getMessage() + ".", e);
        }
    }

    /** Kafka leaves a reference to nothing as it is. */
    private void requireNoReference(String name, String value) {
        Matcher reference = REFERENCE.matcher(value);
        if (reference.find() && REFERENCE.matcher(written.get(name)).find()) {
            throw new OperatorException("Kafka config " + path + ": " + name + " refers to " + reference.group()
                    + ", and there is no such thing.");
        }
    }

    /** Kafka's own message quotes the word at which it stumbled, which may be a piece of the password. */
    private void requireReadableJaas(Password jaas) {
        try {
            var unused = JaasContext.loadClientContext(Map.of(SaslConfigs.SASL_JAAS_CONFIG, jaas));
        } catch (IllegalArgumentException | KafkaException e) {
            throw new OperatorException("Kafka config " + path + ": " + SaslConfigs.SASL_JAAS_CONFIG
                    + " is not well formed: expected MODULE required username=\"...\" password=\"...\"; with the"
                    + " semicolon.");
        }
    }

    /** What the operator should know: passwords that every user of this machine can read. */
    Optional<String> warning() {
        boolean holdsPassword = written.entrySet().stream()
                .anyMatch(property -> isPassword(property.getKey())
                        && !property.getKey().contains("certificate")
                        && !REFERENCE.matcher(property.getValue()).find());
        return holdsPassword && readableByAll()
                ? Optional.of("Kafka config " + path + " holds a password, and every user of this machine can read it:"
                        + " 'chmod 600 " + path + "' changes that.")
                : Optional.empty();
    }

    private boolean readableByAll() {
        try {
            return Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_READ);
        } catch (UnsupportedOperationException | IOException e) {
            return false; // no such permissions here
        }
    }

    /** Also with a prefix, such as Kafka Streams' {@code main.consumer.}. */
    private static boolean isPassword(String name) {
        return PASSWORDS.stream().anyMatch(password -> name.equals(password) || name.endsWith("." + password));
    }

    /** Without the values. */
    @Override
    public String toString() {
        return "KafkaConfigFile[" + path + ", " + written.keySet() + "]";
    }
}
