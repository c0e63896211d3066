package io.sluice.deploy.web;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import io.javalin.http.UnauthorizedResponse;
import io.javalin.util.JavalinBindException;
import io.sluice.deploy.OperatorException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/** Listens on one port for as long as it is open. */
public final class WebServer implements AutoCloseable {
    private static final long LARGEST_REQUEST_BYTES = 16 << 10;
    /** Ports below it want a privilege on many systems. */
    private static final int FIRST_FOR_ALL = 1024;

    private final WebSettings settings;
    private final Guard guard;
    private final Javalin server;

    /**
     * Listens from here on.
     *
     * @throws PortTakenException if somebody else listens there
     * @throws OperatorException if it cannot be listened on for another reason
     */
    public WebServer(WebSettings settings, List<WebPart> parts) {
        this.settings = settings;
        this.guard = new Guard(settings.token());
        this.server = Javalin.create(config -> {
            configure(config);
            parts.forEach(part -> part.addTo(config));
        });
        start();
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.maxRequestSize = LARGEST_REQUEST_BYTES;
        config.routes.before(WebServer::addHeaders);
        config.routes.beforeMatched(guard::check);
        config.routes.post("/session", this::signIn, Access.ANYONE);
    }

    /** Nothing from elsewhere, nowhere inside a foreign page. */
    private static void addHeaders(Context request) {
        request.header(
                        "Content-Security-Policy",
                        "default-src 'self'; img-src 'self' data: blob:; frame-ancestors 'none'; base-uri 'none';"
                                + " form-action 'self'")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer");
    }

    /** Gives a browser the cookie for the token in the body; none where none is wanted. */
    private void signIn(Context request) {
        String presented = request.body().strip();
        if (!guard.accepts(presented)) {
            throw new UnauthorizedResponse("That is not the access token.");
        }
        request.status(204);
        if (settings.token().isPresent()) {
            giveCookie(request, presented);
        }
    }

    private static void giveCookie(Context request, String token) {
        Cookie cookie = new Cookie(Guard.COOKIE, token);
        cookie.setHttpOnly(true);
        cookie.setSameSite(SameSite.STRICT);
        request.cookie(cookie);
    }

    private void start() {
        InetAddress address = settings.address();
        try {
            server.start(address.getHostAddress(), settings.port());
        } catch (JavalinBindException e) {
            throw refused(e);
        }
    }

    private OperatorException refused(JavalinBindException refusal) {
        InetAddress address = settings.address();
        String what = "Port " + settings.port() + " of " + address.getHostAddress() + " cannot be listened on: ";
        if (!isOfThisMachine(address)) {
            return new OperatorException(what + "this machine has no such address.", refusal);
        }
        String why = rootOf(refusal).getMessage();
        return settings.port() < FIRST_FOR_ALL && !why.contains("in use")
                ? new OperatorException(what + why + ".", refusal)
                : new PortTakenException(what + "it is taken.", refusal);
    }

    private static boolean isOfThisMachine(InetAddress address) {
        try {
            return address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    private static Throwable rootOf(Throwable failure) {
        return failure.getCause() == null ? failure : rootOf(failure.getCause());
    }

    /** Where it listens, as {@code http://host:port/}. */
    public String address() {
        String host = settings.address().getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port() + "/";
    }

    /** The port that it listens on. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }
}
