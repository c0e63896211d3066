package io.sluice.deploy.fetch;

import io.sluice.deploy.fetch.Web.Answer;
import io.sluice.deploy.fetch.Web.Trust;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings a file from a server to a place on disk, where it is whole or not at all. What has come before a connection broke
 * is kept in a {@link PartFile}, and the server is asked for the rest only: at once while something comes each time, else by
 * the next download.
 */
final class Download {
    private static final int AT_ONCE_BYTES = 1 << 16;
    private static final int MOST_ATTEMPTS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-\\d+/(\\d{1,18}|\\*)");

    private final Web web;
    private final FetchProgress progress;

    Download(Web web, FetchProgress progress) {
        this.web = web;
        this.progress = progress;
    }

    /**
     * A file that is there.
     *
     * @param sha256 of its content
     * @param verified whether it was compared with what was expected
     */
    record Result(String sha256, boolean verified) {}

    /**
     * Fetches a file, unless it is there.
     *
     * @param sha256 that it must have
     * @throws FetchException.Absent where the server has no such file
     * @throws FetchException with one sentence for the operator
     */
    Result fetch(URI uri, Path target, Optional<String> sha256) {
        if (Files.isRegularFile(target)) {
            return present(target, sha256);
        }
        try (PartFile part = PartFile.of(target)) {
            for (int attempt = 1; ; attempt++) {
                long before = part.bytes();
                Optional<Result> result = attempt(uri, target, part, sha256);
                if (result.isPresent()) {
                    return result.get();
                }
                if (attempt == MOST_ATTEMPTS || part.bytes() <= before) {
                    throw new FetchException("The connection to " + uri.getHost() + " broke after " + part.size()
                            + " bytes of " + target.getFileName() + ": fetch it again to go on from there.");
                }
            }
        }
    }

    private static Result present(Path target, Optional<String> sha256) {
        String found = Sha256.of(target);
        if (sha256.isPresent() && !sha256.get().equals(found)) {
            throw new FetchException("File " + target + " is there already, with SHA-256 " + found + ": expected "
                    + sha256.get() + ". Delete it to fetch it anew.");
        }
        return new Result(found, sha256.isPresent());
    }

    /** Empty where the connection broke. */
    private Optional<Result> attempt(URI uri, Path target, PartFile part, Optional<String> sha256) {
        Answer answer = answer(uri, part, sha256);
        OptionalLong total = begin(answer, part);
        try (Body body = new Body(answer.response().body(), PATIENCE)) {
            if (!copy(body, part, target.getFileName().toString(), total)) {
                return Optional.empty();
            }
        }
        if (total.isPresent() && part.size() != total.getAsLong()) {
            return Optional.empty();
        }
        return Optional.of(verified(answer, target, part, sha256.or(answer::sha256)));
    }

    private Answer answer(URI uri, PartFile part, Optional<String> sha256) {
        Trust trust = sha256.isPresent() ? Trust.HASH_KNOWN : Trust.SERVER_ONLY;
        Answer answer = web.get(uri, part.bytes(), part.tag(), trust);
        if (answer.status() == 416 || (answer.status() == 206 && !continues(answer, part))) {
            // There is no such rest, or it is that of another file: what is here goes with nothing there.
            Web.close(answer.response());
            part.begin("");
            answer = web.get(uri, 0, "", trust);
        }
        if (answer.status() != 200 && answer.status() != 206) {
            Web.close(answer.response());
            throw refused(uri, answer, part);
        }
        if (answer.header("Content-Type").orElse("").startsWith("text/html")) {
            Web.close(answer.response());
            throw new FetchException("Cannot fetch " + Web.shown(uri) + ": "
                    + answer.from().getHost() + " gives a page of HTML for it.");
        }
        return answer;
    }

    /** Whether it begins where the part ends, and in the same version of the file. */
    private static boolean continues(Answer answer, PartFile part) {
        Matcher range = CONTENT_RANGE.matcher(answer.header("Content-Range").orElse(""));
        return range.matches()
                && Long.parseLong(range.group(1)) == part.size()
                && answer.header("ETag").filter(part.tag()::equals).isPresent();
    }

    private static FetchException refused(URI uri, Answer answer, PartFile part) {
        String shown = "Cannot fetch " + Web.shown(uri) + ": ";
        String host = answer.from().getHost();
        if (part.size() == 0) {
            part.discard();
        }
        return switch (answer.status()) {
            case 404, 410 -> new FetchException.Absent(shown + host + " has no such file.");
            case 401, 403 ->
                new FetchException(shown + host
                        + " gives it only to those it knows, or there is no such model: expected a public one.");
            default -> new FetchException(shown + host + " answers with status " + answer.status() + ".");
        };
    }

    /** Makes the part ready for what comes; how long the file is in the end. */
    private static OptionalLong begin(Answer answer, PartFile part) {
        Matcher range = CONTENT_RANGE.matcher(answer.header("Content-Range").orElse(""));
        if (answer.status() == 206 && range.matches() && continues(answer, part)) {
            return range.group(2).equals("*") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(range.group(2)));
        }
        if (answer.status() == 206) {
            Web.close(answer.response());
            part.begin("");
            throw new FetchException("Cannot fetch " + Web.shown(answer.from()) + ": "
                    + answer.from().getHost()
                    + " gives a part where all was asked for.");
        }
        // Weak tags promise no equal bytes.
        part.begin(answer.header("ETag").filter(tag -> tag.startsWith("\"")).orElse(""));
        return answer.length();
    }

    /** Whether all came that was to come. */
    private boolean copy(Body body, PartFile part, String name, OptionalLong total) {
        byte[] buffer = new byte[AT_ONCE_BYTES];
        int length = body.read(buffer);
        while (length > 0) {
            part.add(buffer, length);
            progress.at(name, part.size(), total);
            if (progress.stopped()) {
                throw new FetchException.Stopped(
                        "Stopped after " + part.size() + " bytes of " + name + ": fetch it again to go on from there.");
            }
            length = body.read(buffer);
        }
        return length == Body.END;
    }

    private static Result verified(Answer answer, Path target, PartFile part, Optional<String> expected) {
        String found = part.sha256();
        if (expected.isPresent() && !expected.get().equals(found)) {
            part.discard();
            throw new FetchException("What " + Web.shown(answer.from()) + " gave for " + target.getFileName()
                    + " has SHA-256 " + found + ", expected " + expected.get() + "; it has been deleted.");
        }
        part.complete();
        return new Result(found, expected.isPresent());
    }
}
