package io.sluice.deploy.web;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.UnauthorizedResponse;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Decides who may use a route.
 *
 * <p>With a token, viewers and operators must present it: {@code Authorization: Bearer TOKEN}, or the cookie that a browser
 * is given for it, since its event stream can send no header. Without one, only names of the loopback interface are answered
 * to, so that a page elsewhere whose name was made to mean this machine cannot read. What a browser sends for the page of
 * another site or port is refused, and what changes anything must come from a page of this very port.
 */
final class Guard {
    static final String COOKIE = "sluice-token";
    private static final String BEARER = "Bearer ";

    private final Optional<AccessToken> token;

    Guard(Optional<AccessToken> token) {
        this.token = token;
    }

    /**
     * Lets the request through.
     *
     * @throws UnauthorizedResponse if a token is wanted and it has not the right one
     * @throws ForbiddenResponse if nobody like this may use the route
     */
    void check(Context request) {
        if (request.routeRoles().contains(Access.ANYONE)) {
            return;
        }
        if (request.routeRoles().isEmpty()) {
            throw new ForbiddenResponse("Not for anyone.");
        }
        if (token.isPresent()) {
            requireToken(request, token.get());
        } else if (!isLoopback(request.header("Host"))) {
            throw new ForbiddenResponse("Without an access token only localhost is answered to.");
        }
        requireOwnSite(request);
        if (request.routeRoles().contains(Access.OPERATOR)) {
            requireOwnOrigin(request);
        }
    }

    /** Whether {@code presented} is what viewers and operators must present. */
    boolean accepts(String presented) {
        return token.map(t -> t.matches(presented)).orElse(true);
    }

    private static void requireToken(Context request, AccessToken token) {
        String header = request.header("Authorization");
        String presented = header != null && header.startsWith(BEARER)
                ? header.substring(BEARER.length())
                : request.cookie(COOKIE);
        if (presented == null || !token.matches(presented)) {
            throw new UnauthorizedResponse("An access token is needed: Authorization: Bearer TOKEN.");
        }
    }

    /** Programs say nothing of it; a browser says for whom it asks, and a page of another port is of the same site. */
    private static void requireOwnSite(Context request) {
        String site = request.header("Sec-Fetch-Site");
        if (site != null && (site.equals("cross-site") || site.equals("same-site"))) {
            throw new ForbiddenResponse("A page from elsewhere may not see anything here.");
        }
    }

    /** Programs send no origin; a browser always does with what changes something. */
    private static void requireOwnOrigin(Context request) {
        String origin = request.header("Origin");
        if (origin != null && !hostAndPort(origin).equals(request.header("Host"))) {
            throw new ForbiddenResponse("A page of " + origin + " may not change anything here.");
        }
    }

    private static String hostAndPort(String origin) {
        int scheme = origin.indexOf("://");
        return scheme < 0 ? origin : origin.substring(scheme + 3);
    }

    private static boolean isLoopback(String host) {
        if (host == null) {
            return false;
        }
        try {
            String name = URI.create("http://" + host).getHost();
            return name != null
                    && (name.toLowerCase(Locale.ROOT).equals("localhost")
                            || name.matches("127(\\.\\d{1,3}){3}")
                            || name.equals("[::1]"));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
