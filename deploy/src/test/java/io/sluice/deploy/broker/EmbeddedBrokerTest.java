package io.sluice.deploy.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedBrokerTest {
    @TempDir
    private Path directory;

    @Test
    void recordsOutliveARestartOnTheSameDirectory() throws Exception {
        BrokerSettings settings = BrokerSettings.temporary().withDataDirectory(directory.resolve("data"));
        byte[] picture = new byte[15 << 20];

        try (EmbeddedBroker broker = EmbeddedBroker.start(settings)) {
            create(broker, "pictures");
            send(broker, "pictures", picture);
        }

        try (EmbeddedBroker broker = EmbeddedBroker.start(settings)) {
            assertThat(read(broker, "pictures")).singleElement().isEqualTo(picture);
        }
    }

    @Test
    void aTakenPortIsNamedAndLeavesNothingBehind() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            BrokerSettings settings = BrokerSettings.temporary()
                    .withPort(taken.getLocalPort())
                    .withDataDirectory(directory.resolve("data"));

            assertThatExceptionOfType(BrokerException.class)
                    .isThrownBy(() -> EmbeddedBroker.start(settings))
                    .withMessage(
                            "The broker cannot listen on 127.0.0.1:%d: Address already in use.", taken.getLocalPort());
        }
        assertThat(directory.resolve("data")).doesNotExist();
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> !thread.isDaemon())
                .isSubsetOf(before);
    }

    @Test
    void aDirectoryOfAnotherBrokerIsRefused() {
        BrokerSettings settings = BrokerSettings.temporary().withDataDirectory(directory.resolve("data"));

        try (EmbeddedBroker first = EmbeddedBroker.start(settings)) {
            assertThatExceptionOfType(BrokerException.class)
                    .isThrownBy(() -> EmbeddedBroker.start(settings))
                    .withMessageContaining("data is in use by another broker");
            assertThat(first.bootstrapServers()).startsWith("127.0.0.1:");
        }
    }

    @Test
    void aDirectoryWithOtherFilesIsRefusedAndLeftAlone() throws Exception {
        Path holiday = Files.writeString(directory.resolve("holiday.jpg"), "picture");

        assertThatExceptionOfType(BrokerException.class)
                .isThrownBy(
                        () -> EmbeddedBroker.start(BrokerSettings.temporary().withDataDirectory(directory)))
                .withMessageContaining("holds other files");
        assertThat(directory).isDirectoryContaining(holiday::equals);
    }

    @Test
    void aPortOutsideTheRangeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BrokerSettings.temporary().withPort(70_000))
                .withMessage("Expected a port of 1 to 65535, found 70000.");
    }

    /** On a machine without a network there is nothing to see. */
    @Test
    void noOtherMachineReachesIt() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.temporary())) {
            List<InetAddress> others = NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                    .toList();

            assertThat(others).noneMatch(address -> accepts(address, broker.port()));
            assertThat(accepts(InetAddress.getLoopbackAddress(), broker.port())).isTrue();
        }
    }

    private static boolean accepts(InetAddress address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void create(EmbeddedBroker broker, String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    private static void send(EmbeddedBroker broker, String topic, byte[] value) throws Exception {
        Map<String, Object> properties =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "max.request.size", 16 << 20);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    private static List<byte[]> read(EmbeddedBroker broker, String topic) {
        Map<String, Object> properties = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return StreamSupport.stream(consumer.poll(Duration.ofSeconds(10)).spliterator(), false)
                    .map(found -> found.value())
                    .toList();
        }
    }
}
