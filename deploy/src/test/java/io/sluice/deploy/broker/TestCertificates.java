package io.sluice.deploy.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A certificate authority of the test's own and, signed by it, the certificate of a server on {@code localhost}. */
record TestCertificates(Path authority, Path serverStore) {
    static final String STORE_PASSWORD = "of-the-store";

    private static final String NAME = "SAN=dns:localhost";

    /** Makes them in {@code directory} with the JDK's keytool. */
    static TestCertificates make(Path directory) throws Exception {
        Path authorityStore = directory.resolve("authority.p12");
        Path serverStore = directory.resolve("server.p12");
        Path request = directory.resolve("server.csr");
        Path authority = directory.resolve("authority.pem");
        Path chain = directory.resolve("chain.pem");
        keytool(
                authorityStore,
                "-genkeypair",
                "-alias",
                "ca",
                "-keyalg",
                "EC",
                "-dname",
                "CN=Authority",
                "-ext",
                "bc:c");
        keytool(serverStore, "-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=Broker", "-ext", NAME);
        keytool(authorityStore, "-exportcert", "-alias", "ca", "-rfc", "-file", authority.toString());
        keytool(serverStore, "-certreq", "-alias", "server", "-file", request.toString());
        String[] sign = {"-gencert", "-alias", "ca", "-rfc", "-ext", NAME, "-infile", request.toString()};
        Files.writeString(chain, keytool(authorityStore, sign) + Files.readString(authority));
        keytool(serverStore, "-importcert", "-noprompt", "-alias", "server", "-file", chain.toString());
        return new TestCertificates(authority, serverStore);
    }

    private static String keytool(Path store, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(Arrays.asList(arguments));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", STORE_PASSWORD));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(arguments[0] + ": " + out);
        }
        return out;
    }
}
