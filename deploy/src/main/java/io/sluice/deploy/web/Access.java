package io.sluice.deploy.web;

import io.javalin.security.RouteRole;

/** Who may use a route. One that names none is refused to all. */
public enum Access implements RouteRole {
    /** Who reaches the port: what tells neither what cameras see nor how the system is set up. */
    ANYONE,
    /** Who may see pictures, labels and configuration. */
    VIEWER,
    /** Who may change what the system does. */
    OPERATOR
}
