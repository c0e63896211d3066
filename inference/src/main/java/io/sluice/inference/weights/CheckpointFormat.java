package io.sluice.inference.weights;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What a checkpoint file is, by its first bytes. */
enum CheckpointFormat {
    SAFETENSORS,
    INDEX,
    TORCH;

    private static final int LOOKED_AT_BYTES = 64;
    private static final int PICKLE = 0x80;
    private static final int NEWEST_PICKLE = 5;

    /**
     * Looks at the file. What is only called safetensors is taken for it, which says best what it is not.
     *
     * @throws CheckpointException where there is no such file, or it is known to be of no use
     */
    static CheckpointFormat of(Path path) {
        CheckpointFile file = CheckpointFile.of(path);
        ByteBuffer start = file.read(0, (int) Math.min(file.bytes(), LOOKED_AT_BYTES));
        String text = StandardCharsets.ISO_8859_1.decode(start.duplicate()).toString();
        if (text.startsWith("{", Long.BYTES)) {
            return SAFETENSORS;
        }
        if (start.remaining() >= Integer.BYTES && start.getInt(0) == ZipArchive.MAGIC) {
            return TORCH;
        }
        requireNoOther(file, text);
        if (text.stripLeading().startsWith("{")) {
            return INDEX;
        }
        if (!path.toString().endsWith(".safetensors")) {
            throw file.wrong(
                    "is in no format that is known: expected a safetensors file, the index of split ones, or what"
                            + " torch.save of PyTorch 1.6 or later wrote");
        }
        return SAFETENSORS;
    }

    private static void requireNoOther(CheckpointFile file, String start) {
        if (start.length() >= 2 && start.charAt(0) == PICKLE && start.charAt(1) <= NEWEST_PICKLE) {
            throw file.wrong(
                    "is in PyTorch's format of before version 1.6: expected one that torch.save of a later version"
                            + " wrote, so load it there and save it again");
        }
        if (start.startsWith("version https://git-lfs")) {
            throw file.wrong("is only a pointer of Git LFS: expected the file itself, as 'git lfs pull' fetches it");
        }
        if (start.stripLeading().startsWith("<")) {
            throw file.wrong("is a page of HTML or XML: expected the file itself, not the page that offers it");
        }
    }
}
