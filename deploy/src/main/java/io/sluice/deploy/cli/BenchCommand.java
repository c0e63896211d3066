package io.sluice.deploy.cli;

import picocli.CommandLine.Command;

@Command(name = "bench", description = "Measures speed on this machine, each figure beside its baseline.")
final class BenchCommand {}
