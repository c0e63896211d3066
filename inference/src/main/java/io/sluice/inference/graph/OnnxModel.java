package io.sluice.inference.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A serialized ONNX model and the metadata in it.
 *
 * @param bytes the model in a direct buffer, from position to limit
 * @param metadata ONNX's {@code metadata_props}
 */
public record OnnxModel(ByteBuffer bytes, Map<String, String> metadata) {
    /** Has LayerNormalization (17), reductions with axes as input (18) and Gelu (20). */
    private static final int OPSET = 20;

    private static final int IR_VERSION = 9;

    /** Every domain but the standard's has one version. */
    private static final int DOMAIN_VERSION = 1;

    public OnnxModel {
        metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    }

    static OnnxModel of(GraphProto.Builder graph, Set<String> domains, Map<String, String> metadata) {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("sluice")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(graph);
        domains.forEach(domain -> model.addOpsetImport(
                OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(DOMAIN_VERSION)));
        new TreeMap<>(metadata)
                .forEach((key, value) -> model.addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return new OnnxModel(serialize(model.build()), metadata);
    }

    private static ByteBuffer serialize(ModelProto model) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(model.getSerializedSize());
        CodedOutputStream output = CodedOutputStream.newInstance(bytes);
        try {
            model.writeTo(output);
            output.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.position(0);
    }

    /**
     * Reads the metadata of a serialized model; the weights stay where they are.
     *
     * @param bytes from position to limit
     * @throws IllegalArgumentException where {@code bytes} are not an ONNX model
     */
    public static OnnxModel parse(ByteBuffer bytes) {
        CodedInputStream input =
                UnsafeByteOperations.unsafeWrap(bytes.duplicate()).newCodedInput();
        input.enableAliasing(true);
        try {
            Map<String, String> metadata = new TreeMap<>();
            ModelProto.parseFrom(input)
                    .getMetadataPropsList()
                    .forEach(entry -> metadata.put(entry.getKey(), entry.getValue()));
            return new OnnxModel(bytes, metadata);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("not an ONNX model: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
