package io.sluice.ingest.encode;

import io.sluice.schemas.AvroCodec;
import io.sluice.schemas.CloudEventHeaders;
import io.sluice.schemas.Frame;
import io.sluice.schemas.ImageEncoding;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.bytedeco.opencv.opencv_core.Mat;

/** Makes one camera's records for the frames topic. Belongs to one thread. */
public final class FrameRecords implements AutoCloseable {
    private final String topic;
    private final String camera;
    private final JpegEncoder jpeg;
    private final AvroCodec<Frame> codec = new AvroCodec<>(Frame.class);
    private final CloudEventHeaders headers;

    /**
     * Records of one camera.
     *
     * @param topic the frames topic
     * @param camera its id: the key of every record
     * @param jpegQuality 1 to 100
     */
    public FrameRecords(String topic, String camera, int jpegQuality) {
        this.topic = topic;
        this.camera = camera;
        jpeg = new JpegEncoder(jpegQuality);
        headers = new CloudEventHeaders("/sluice/cameras/" + camera);
    }

    /** Identifies a frame among all of its camera. */
    public record FrameId(String session, long sequence) {}

    /**
     * The record of one frame; its timestamp is the capture time.
     *
     * @param picture {@code uint8 [height, width, 3]}, blue first; only read
     * @throws io.sluice.ingest.source.BadPictureException if the picture cannot be encoded
     */
    public ProducerRecord<String, byte[]> record(FrameId id, Instant capturedAt, Mat picture) {
        ByteBuffer image = jpeg.encode(picture);
        Frame frame = new Frame(
                camera,
                id.session(),
                id.sequence(),
                capturedAt,
                picture.cols(),
                picture.rows(),
                ImageEncoding.JPEG,
                image);
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(topic, null, capturedAt.toEpochMilli(), camera, codec.encode(frame));
        headers.addTo(record.headers(), Frame.class, id.session() + "-" + id.sequence(), capturedAt);
        return record;
    }

    @Override
    public void close() {
        jpeg.close();
    }
}
