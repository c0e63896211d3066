package io.sluice.deploy.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schemas.Frame;
import io.sluice.schemas.ImageEncoding;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PictureShrinkerTest {
    /** Where the first chunk of a PNG has its type, its width, and after 13 bytes of data its checksum. */
    private static final int TYPE = 12;

    private static final int WIDTH = 16;
    private static final int CHECKSUM = 29;

    private final PictureShrinker shrinker = new PictureShrinker();

    @AfterEach
    void close() {
        shrinker.close();
    }

    @Test
    void aSmallFileIsPassedOnAsItIs() throws IOException {
        ByteBuffer file = png(64, 48);

        assertThat(shrinker.picture(frame(file, 64, 48)))
                .hasValueSatisfying(picture -> assertThat(picture.file()).isEqualTo(file));
    }

    @Test
    void aFileIsBelievedRatherThanTheRecord() throws IOException {
        ByteBuffer file = png(64, 48);
        file.putInt(WIDTH, 20_000).putInt(WIDTH + Integer.BYTES, 20_000).putInt(CHECKSUM, checksum(file));

        assertThat(shrinker.picture(frame(file, 64, 48))).isEmpty();
        assertThat(shrinker.picture(frame(file, 20_000, 20_000))).isEmpty();
    }

    private static int checksum(ByteBuffer file) {
        CRC32 sum = new CRC32();
        sum.update(file.slice(TYPE, CHECKSUM - TYPE));
        return (int) sum.getValue();
    }

    private static Frame frame(ByteBuffer file, int width, int height) {
        return new Frame("north", "s1", 0L, Instant.now(), width, height, ImageEncoding.PNG, file);
    }

    private static ByteBuffer png(int width, int height) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", file);
        return ByteBuffer.wrap(file.toByteArray());
    }
}
