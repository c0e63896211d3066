package io.sluice.deploy.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;

/** What Kafka's exceptions mean to an operator. */
final class KafkaSentences {
    private KafkaSentences() {}

    /**
     * One sentence.
     *
     * @param server where Kafka is said to be
     */
    static String of(String server, Throwable failure) {
        List<Throwable> chain = chain(failure);
        Optional<AuthenticationException> refused = first(chain, AuthenticationException.class);
        if (refused.isPresent()) {
            return refused.get() instanceof SslAuthenticationException
                    ? tls(server, rootMessage(chain))
                    : "Kafka at " + server + " does not let this user in: "
                            + refused.get().getMessage();
        }
        if (first(chain, AuthorizationException.class).isPresent()) {
            return "Kafka at " + server + " does not permit that: " + rootMessage(chain)
                    + ". The README lists what each command must be permitted";
        }
        if (first(chain, TimeoutException.class).isPresent()) {
            return "Kafka at " + server + " did not answer in time: " + failure.getMessage();
        }
        return "Kafka at " + server + ": " + store(chain).orElse(rootMessage(chain));
    }

    /** The JDK's message says what is wrong, in words of its own. */
    private static String tls(String server, String reason) {
        if (reason.contains("No subject alternative") || reason.contains("No name matching")) {
            return "Kafka at " + server + " shows the certificate of another host: " + reason;
        } else if (reason.contains("valid certification path") || reason.contains("PKIX")) {
            return "Kafka at " + server + " shows a certificate that nothing here vouches for (" + reason
                    + "): ssl.truststore.location in --kafka-config says whom to trust";
        }
        return "TLS with Kafka at " + server + " fails: " + reason;
    }

    /** A key store that cannot be opened: which one is in one message, and why in that of its cause. */
    private static Optional<String> store(List<Throwable> chain) {
        return chain.stream()
                .filter(link ->
                        String.valueOf(link.getMessage()).startsWith("Failed to load") && link.getCause() != null)
                .findFirst()
                .map(link -> link.getMessage() + ": " + link.getCause().getMessage());
    }

    private static <T extends Throwable> Optional<T> first(List<Throwable> chain, Class<T> type) {
        return chain.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    /** Kafka says "Failed to construct kafka consumer"; the last cause that says anything says why. */
    private static String rootMessage(List<Throwable> chain) {
        return chain.stream()
                .map(Throwable::getMessage)
                .filter(message -> message != null)
                .reduce((outer, inner) -> inner)
                .orElse(chain.get(0).toString());
    }

    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable link = failure; link != null && !chain.contains(link); link = link.getCause()) {
            chain.add(link);
        }
        return chain;
    }
}
