package io.sluice.deploy.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;

/**
 * A broker that lets in who has a password, over TLS, and permits what its ACLs say: SASL_SSL with SCRAM-SHA-512. Whoever is on
 * its other listener, without any of that, may do everything; that one is for the test itself.
 */
public final class SecuredBroker implements AutoCloseable {
    private static final int ITERATIONS = 4096;

    private final EmbeddedBroker broker;
    private final TestCertificates certificates;
    private final int port;

    private SecuredBroker(EmbeddedBroker broker, TestCertificates certificates, int port) {
        this.broker = broker;
        this.certificates = certificates;
        this.port = port;
    }

    /**
     * Starts it.
     *
     * @param directory for its certificates
     */
    public static SecuredBroker start(Path directory) throws Exception {
        TestCertificates certificates = TestCertificates.make(directory);
        int port = freePort();
        EmbeddedBroker broker =
                EmbeddedBroker.start(BrokerSettings.temporary(), open -> secured(open, certificates, port));
        return new SecuredBroker(broker, certificates, port);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Map<String, String> secured(Map<String, String> open, TestCertificates certificates, int port) {
        Map<String, String> properties = new HashMap<>(open);
        properties.merge("listeners", "SECURE://127.0.0.1:" + port, (others, ours) -> others + "," + ours);
        properties.merge("advertised.listeners", "SECURE://localhost:" + port, (others, ours) -> others + "," + ours);
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURE:SASL_SSL");
        properties.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
        properties.put(
                "listener.name.secure.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        properties.put("ssl.keystore.type", "PKCS12");
        properties.put("ssl.keystore.location", certificates.serverStore().toString());
        properties.put("ssl.keystore.password", TestCertificates.STORE_PASSWORD);
        properties.put("authorizer.class.name", StandardAuthorizer.class.getName());
        properties.put("super.users", "User:ANONYMOUS");
        return properties;
    }

    /** Where the certificate says that it is, with TLS and passwords. */
    public String server() {
        return "localhost:" + port;
    }

    /** The same broker under a name that is not in its certificate. */
    public String serverByAddress() {
        return "127.0.0.1:" + port;
    }

    /** Without TLS, passwords and limits. */
    public String openServer() {
        return broker.bootstrapServers();
    }

    /** The certificate, in PEM, of who vouches for the broker. */
    public Path authority() {
        return certificates.authority();
    }

    /** Lets a user in from now on. */
    public void addUser(String user, String password) throws Exception {
        ScramCredentialInfo how = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS);
        try (Admin admin = admin()) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(user, how, password)))
                    .all()
                    .get();
            while (!admin.describeUserScramCredentials().users().get().contains(user)) {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    /** Permits a user one operation more from now on. */
    public void permit(String user, AclOperation operation, ResourceType type, PatternType pattern, String... names)
            throws Exception {
        AccessControlEntry entry = new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW);
        Collection<AclBinding> bindings = Arrays.stream(names)
                .map(name -> new AclBinding(new ResourcePattern(type, name, pattern), entry))
                .toList();
        try (Admin admin = admin()) {
            admin.createAcls(bindings).all().get();
            while (!admin.describeAcls(AclBindingFilter.ANY).values().get().containsAll(bindings)) {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", openServer()));
    }

    @Override
    public void close() {
        broker.close();
    }
}
