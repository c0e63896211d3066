package io.sluice.deploy.cli;

import picocli.CommandLine.Command;

@Command(
        name = "control",
        description = "Asks all inference processes for something, until it is taken back.",
        synopsisSubcommandLabel = "COMMAND")
final class ControlCommand {}
