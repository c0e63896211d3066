package io.sluice.deploy.web;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Where to listen, and for whom.
 *
 * @param address to listen on
 * @param port 0 to 65535; 0 for any free one
 * @param token that viewers and operators must present; empty only on the loopback interface
 */
public record WebSettings(InetAddress address, int port, Optional<AccessToken> token) {
    public WebSettings {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("Expected a port of 0 to 65535, found " + port + ".");
        }
        if (token.isEmpty() && !address.isLoopbackAddress()) {
            throw new IllegalArgumentException("To listen on " + address.getHostAddress()
                    + ", which others can reach, an access token is needed; without one only the loopback interface is"
                    + " listened on.");
        }
    }
}
