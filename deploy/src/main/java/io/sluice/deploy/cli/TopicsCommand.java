package io.sluice.deploy.cli;

import picocli.CommandLine.Command;

@Command(name = "topics", description = "Makes and shows Sluice's topics.", synopsisSubcommandLabel = "COMMAND")
final class TopicsCommand {}
