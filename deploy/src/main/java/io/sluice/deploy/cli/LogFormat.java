package io.sluice.deploy.cli;

/** How log lines are written. */
enum LogFormat {
    TEXT,
    JSON
}
