package io.sluice.deploy.cli;

import picocli.CommandLine.Command;

@Command(
        name = "model",
        description = "Builds, inspects, tries, checks and measures models; needs no Kafka.",
        synopsisSubcommandLabel = "COMMAND")
final class ModelCommand {}
