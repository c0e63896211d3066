package io.sluice.deploy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file could not be read or written: what the platform's exceptions say of it is often no more than the file's name. */
public final class IoReason {
    private IoReason() {}

    /** One sentence, which does not name the file. */
    public static String of(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "There is no such file.";
        }
        if (failure instanceof AccessDeniedException) {
            return "Access is denied.";
        }
        String said = failure instanceof FileSystemException named ? named.getReason() : failure.getMessage();
        return said == null || said.isBlank()
                ? "The file system says no more than " + failure.getClass().getSimpleName() + "."
                : said.endsWith(".") ? said : said + ".";
    }
}
