package io.sluice.deploy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.deploy.OperatorException;
import io.sluice.deploy.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KafkaConfigFileTest {
    private static final String JAAS =
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\" password=\"%s\";";

    @TempDir
    private Path directory;

    @Test
    void valuesMayReferToTheEnvironmentToFilesAndToDirectories() throws Exception {
        Path others = Files.writeString(directory.resolve("others.properties"), "key=of a file");
        Files.writeString(directory.resolve("secret"), "of a directory");

        Map<String, Object> properties = read("a=${env:A}\nb=${file:" + others + ":key}\nc=${directory:" + directory
                        + ":secret}\nd=plain ${x}")
                .properties(environment());

        assertThat(properties)
                .isEqualTo(
                        Map.of("a", "of the environment", "b", "of a file", "c", "of a directory", "d", "plain ${x}"));
    }

    @Test
    void whatProvidersOfTheOperatorFillInIsLeftToKafka() throws Exception {
        Path vault = Files.writeString(directory.resolve("vault.properties"), "key=hush");
        KafkaConfigFile file = read("bootstrap.servers=127.0.0.1:1\nconfig.providers=vault\n"
                + "config.providers.vault.class=" + FileConfigProvider.class.getName() + "\n"
                + "sasl.jaas.config=" + JAAS.formatted("${vault:" + vault + ":key}") + "\n"
                + "ssl.truststore.password=mine");

        Map<String, Object> properties = file.properties(environment());

        assertThat(new AdminClientConfig(properties).getPassword("sasl.jaas.config"))
                .isEqualTo(new Password(JAAS.formatted("hush")));
        assertThat(properties).containsEntry("ssl.truststore.password", new Password("mine"));
    }

    @Test
    void aPropertyInPlaceOfTheFileIsNotRepeated() {
        String hush = "hush".repeat(75); // a longer name than files may have

        assertThatThrownBy(() -> KafkaConfigFile.read(Path.of("ssl.key.password=" + hush)))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("Option --kafka-config takes the name of a file")
                .hasMessageNotContaining("hush");
        assertThatThrownBy(() -> KafkaConfigFile.read(Path.of("ssl.key.password=hush")))
                .isInstanceOf(UsageException.class)
                .hasMessageNotContaining("hush");
    }

    @Test
    void aReferenceToNothingIsNamed() throws Exception {
        KafkaConfigFile file = read("ssl.key.password=${env:NONE}");

        assertThatThrownBy(() -> file.properties(environment()))
                .isInstanceOf(OperatorException.class)
                .hasMessage("Kafka config " + file.path()
                        + ": ssl.key.password refers to ${env:NONE}, and there is no such thing.");
    }

    @Test
    void whatKafkaCallsAPasswordIsShownByNoText() throws Exception {
        KafkaConfigFile file = read("sasl.jaas.config=" + JAAS.formatted("hush")
                + "\nmain.consumer.ssl.truststore.password=hush\nclient.id=me");

        Map<String, Object> properties = file.properties(environment());

        assertThat(properties).containsEntry("main.consumer.ssl.truststore.password", new Password("hush"));
        assertThat(properties.toString()).contains("client.id=me").doesNotContain("hush");
        assertThat(file.toString()).doesNotContain("hush");
    }

    @Test
    void aJaasLineThatCannotBeReadIsNotQuoted() throws Exception {
        KafkaConfigFile file = read("sasl.jaas.config=" + JAAS.formatted("hu\" sh"));

        assertThatThrownBy(() -> file.properties(environment()))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("sasl.jaas.config is not well formed")
                .message()
                .doesNotContain("hu")
                .doesNotContain("sh\"");
    }

    @Test
    void aPasswordThatEveryoneCanReadIsWarnedOf() throws Exception {
        KafkaConfigFile literal = read("ssl.key.password=hush");
        KafkaConfigFile reference = read("ssl.key.password=${env:A}");
        KafkaConfigFile mine = read("ssl.key.password=hush");
        Files.setPosixFilePermissions(literal.path(), PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(reference.path(), PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(mine.path(), PosixFilePermissions.fromString("rw-------"));

        assertThat(literal.warning())
                .hasValueSatisfying(warning -> assertThat(warning)
                        .contains("chmod 600 " + literal.path())
                        .doesNotContain("hush"));
        assertThat(reference.warning()).isEmpty();
        assertThat(mine.warning()).isEmpty();
    }

    private KafkaConfigFile read(String text) throws Exception {
        return KafkaConfigFile.read(Files.writeString(Files.createTempFile(directory, "client", ".properties"), text));
    }

    private static ConfigProvider environment() {
        ConfigProvider environment = new EnvVarConfigProvider(Map.of("A", "of the environment"));
        environment.configure(Map.of());
        return environment;
    }
}
