package io.sluice.deploy.cli;

import io.sluice.deploy.OperatorException;
import io.sluice.deploy.UsageException;
import io.sluice.inference.engine.EngineException;
import io.sluice.inference.model.ClassNames.UnusableClassNames;
import io.sluice.inference.stream.InferenceException;
import io.sluice.inference.vit.ModelFileException;
import io.sluice.inference.weights.CheckpointException;
import io.sluice.ingest.IngestException;
import io.sluice.ingest.publish.PublishException;
import io.sluice.ingest.source.SourceException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one place where exceptions become a sentence on standard error and an exit status. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
    /** Those whose message is a sentence for the operator. */
    private static final List<Class<? extends RuntimeException>> FOR_OPERATORS = List.of(
            OperatorException.class,
            IngestException.class,
            SourceException.class,
            PublishException.class,
            CheckpointException.class,
            ModelFileException.class,
            UnusableClassNames.class,
            EngineException.class,
            InferenceException.class);

    @Override
    public int handleParseException(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        String suggestions = failure instanceof UnmatchedArgumentException unmatched
                ? unmatched.getSuggestions().stream()
                        .map(s -> " Did you mean '" + s + "'?")
                        .findFirst()
                        .orElse("")
                : "";
        return usage(failure, asSentence(failure.getMessage()) + suggestions, command);
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        Throwable cause = unwrapped(failure);
        if (cause instanceof UsageException) {
            return usage(cause, asSentence(cause.getMessage()), command);
        }
        command.getErr().println(asSentence(sentence(cause, command)));
        trace(cause, command);
        return ExitCode.SOFTWARE;
    }

    private static int usage(Throwable failure, String sentence, CommandLine command) {
        command.getErr().println(sentence + " See '" + command.getCommandSpec().qualifiedName() + " --help'.");
        trace(failure, command);
        return ExitCode.USAGE;
    }

    private static void trace(Throwable failure, CommandLine command) {
        SluiceCommand root = (SluiceCommand) command.getCommandSpec().root().userObject();
        if (root.debug()) {
            failure.printStackTrace(command.getErr());
        }
    }

    /** Without the wrappers that only tell that the failure came from another thread, or from input and output. */
    private static Throwable unwrapped(Throwable failure) {
        boolean wrapper = failure instanceof ExecutionException
                || failure instanceof CompletionException
                || failure instanceof UncheckedIOException;
        return wrapper && failure.getCause() != null ? unwrapped(failure.getCause()) : failure;
    }

    private static String sentence(Throwable failure, CommandLine command) {
        if (FOR_OPERATORS.stream().anyMatch(type -> type.isInstance(failure))) {
            return failure.getMessage();
        } else if (failure instanceof KafkaException) {
            return KafkaSentences.of(KafkaOptions.serverOf(command), failure);
        } else if (failure instanceof NoSuchFileException missing) {
            return "File " + missing.getFile() + " does not exist";
        } else if (failure instanceof LinkageError) {
            return "A library that Sluice needs cannot be loaded on this machine: " + rootMessage(failure);
        } else if (failure instanceof OutOfMemoryError) {
            return "There is not enough memory (an argument such as -J-Xmx2g gives more): " + failure.getMessage();
        }
        return "Unexpected failure (with --debug: where): " + failure;
    }

    private static String rootMessage(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null || cause.getMessage() == null ? failure.getMessage() : rootMessage(cause);
    }

    private static String asSentence(String text) {
        String line = String.valueOf(text).strip().replaceAll("\\s*\\R\\s*", " ");
        return line.matches(".*[.!?]") ? line : line + ".";
    }
}
