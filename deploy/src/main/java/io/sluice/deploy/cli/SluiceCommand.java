package io.sluice.deploy.cli;

import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code sluice} itself: what all commands share. */
@Command(
        name = "sluice",
        description = "Labels video frames from Kafka with Vision Transformers; sheds tokens, not frames.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = SluiceCommand.Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:Done.",
            "1:Failed; standard error says why.",
            "2:The command line is wrong.",
            "130, 143:Ended in order by Ctrl-C or SIGTERM."
        })
final class SluiceCommand {
    private static final String LOG_LEVEL = "sluice.log.level";

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Log more, and show where in the program a failure arose.")
    private boolean debug;

    @Option(
            names = "--log-format",
            scope = ScopeType.INHERIT,
            paramLabel = "FORMAT",
            defaultValue = "${env:SLUICE_LOG_FORMAT:-text}",
            description = "How log lines are written on standard error: text, or json, one object a line (default:"
                    + " the variable SLUICE_LOG_FORMAT of the environment, else text).")
    private LogFormat logFormat;

    private final Path cache;

    SluiceCommand(Path cache) {
        this.cache = cache;
    }

    /** Directory of what can be made again. */
    Path cache() {
        return cache;
    }

    boolean debug() {
        return debug;
    }

    /** Whether this process logs for debugging. */
    static boolean isDebugging() {
        return "DEBUG".equals(System.getProperty(LOG_LEVEL));
    }

    /** Read by logback.xml. */
    void configureLogging() {
        System.setProperty("sluice.log.format", logFormat.name().toLowerCase(Locale.ROOT));
        if (debug) {
            System.setProperty(LOG_LEVEL, "DEBUG");
            System.setProperty("sluice.log.libraries", "INFO");
            System.setProperty("sluice.log.exceptions", "full");
        }
    }

    /** From the manifest of the jar; classes outside a jar have none. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = SluiceCommand.class.getPackage().getImplementationVersion();
            return new String[] {"sluice " + (version == null ? "(development)" : version)};
        }
    }
}
