package io.sluice.deploy.console;

/** Whether the console may show what cameras see. */
public enum Frames {
    SHOWN,
    HIDDEN
}
