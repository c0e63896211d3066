package io.sluice.ingest.encode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.mean;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;

import io.sluice.ingest.encode.FrameRecords.FrameId;
import io.sluice.ingest.source.BadPictureException;
import io.sluice.ingest.source.SceneRenderer;
import io.sluice.ingest.source.SyntheticScene;
import io.sluice.schemas.AvroCodec;
import io.sluice.schemas.Frame;
import io.sluice.schemas.ImageEncoding;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;

class FrameRecordsTest {
    private static final Instant AT = Instant.parse("2026-11-21T10:00:00.123456Z");

    @Test
    void aRecordSaysAllOfItsFrame() {
        try (FrameRecords records = new FrameRecords("sluice.frames", "gate", 90);
                SceneRenderer renderer = new SceneRenderer(new SyntheticScene(1, 320, 256))) {
            ProducerRecord<String, byte[]> record = records.record(new FrameId("s1", 42), AT, renderer.draw(0));

            assertThat(record.topic()).isEqualTo("sluice.frames");
            assertThat(record.key()).isEqualTo("gate");
            assertThat(record.timestamp()).isEqualTo(AT.toEpochMilli());
            assertThat(record.headers().lastHeader("ce_source").value())
                    .isEqualTo("/sluice/cameras/gate".getBytes(UTF_8));
            assertThat(record.headers().lastHeader("ce_id").value()).isEqualTo("s1-42".getBytes(UTF_8));
            Frame frame = new AvroCodec<>(Frame.class).decode(record.value());
            assertThat(frame.getCamera()).isEqualTo("gate");
            assertThat(frame.getSession()).isEqualTo("s1");
            assertThat(frame.getSequence()).isEqualTo(42);
            assertThat(frame.getCapturedAt()).isEqualTo(AT);
            assertThat(frame.getEncoding()).isEqualTo(ImageEncoding.JPEG);
            assertThat(frame.getWidth()).isEqualTo(320);
            assertThat(frame.getHeight()).isEqualTo(256);
        }
    }

    @Test
    void whatIsDecodedLooksLikeWhatWasEncodedFrameAfterFrame() {
        try (FrameRecords records = new FrameRecords("sluice.frames", "gate", 90);
                SceneRenderer renderer = new SceneRenderer(new SyntheticScene(1, 1280, 1024))) {
            for (long frame = 0; frame < 450; frame += 45) {
                Mat picture = renderer.draw(frame);
                Mat decoded = decode(records.record(new FrameId("s", frame), AT, picture));

                assertThat(decoded.cols()).isEqualTo(1280);
                Scalar drawn = mean(picture);
                Scalar seen = mean(decoded);
                for (int channel = 0; channel < 3; channel++) {
                    assertThat(Math.abs(drawn.get(channel) - seen.get(channel))).isLessThan(3);
                }
            }
        }
    }

    @Test
    void lowerQualityIsSmaller() {
        try (JpegEncoder coarse = new JpegEncoder(50);
                JpegEncoder fine = new JpegEncoder(95);
                SceneRenderer renderer = new SceneRenderer(new SyntheticScene(1, 320, 256))) {
            Mat picture = renderer.draw(0);

            assertThat(coarse.encode(picture).remaining())
                    .isLessThan(fine.encode(picture).remaining() / 2);
        }
    }

    @Test
    void thePictureBufferIsUsedAgain() {
        try (JpegEncoder encoder = new JpegEncoder(90);
                SceneRenderer renderer = new SceneRenderer(new SyntheticScene(1, 320, 256))) {
            ByteBuffer first = encoder.encode(renderer.draw(0));
            ByteBuffer second = encoder.encode(renderer.draw(45));

            assertThat(address(second)).isEqualTo(address(first));
        }
    }

    @Test
    void whatIsNoPictureIsABadPicture() {
        try (JpegEncoder encoder = new JpegEncoder(90);
                Mat empty = new Mat(0, 0, CV_8UC3)) {
            assertThatThrownBy(() -> encoder.encode(empty)).isInstanceOf(BadPictureException.class);
        }
    }

    @Test
    void anImpossibleQualityIsRefused() {
        assertThatThrownBy(() -> new JpegEncoder(0)).hasMessageContaining("quality 0: expected 1 to 100");
        assertThatThrownBy(() -> new JpegEncoder(101)).hasMessageContaining("quality 101: expected 1 to 100");
    }

    private static long address(ByteBuffer buffer) {
        return new BytePointer(buffer).address();
    }

    private static Mat decode(ProducerRecord<String, byte[]> record) {
        Frame frame = new AvroCodec<>(Frame.class).decode(record.value());
        byte[] jpeg = new byte[frame.getImage().remaining()];
        frame.getImage().get(jpeg);
        return imdecode(new Mat(jpeg), IMREAD_COLOR);
    }
}
