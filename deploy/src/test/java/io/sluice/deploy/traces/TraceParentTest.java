package io.sluice.deploy.traces;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.inference.tracing.AnswerTrace;
import java.net.URI;
import java.time.InstantSource;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TraceParentTest {
    private static final String SAMPLED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final Traces traces = Traces.to(
            new TracesSettings(URI.create("http://127.0.0.1:1/v1/traces"), 1, "test"), InstantSource.system(), () -> 0);

    @AfterEach
    void close() {
        traces.close();
    }

    private static Headers headers(String key, byte[] value) {
        return new RecordHeaders().add(key, value);
    }

    @Test
    void aTraceGoesOnWhereARecordSaysSo() {
        assertThat(traces.ofAnswers().receive(headers("traceparent", SAMPLED.getBytes(UTF_8))))
                .isNotSameAs(AnswerTrace.NONE);
        assertThat(TraceParent.of(headers("traceparent", SAMPLED.getBytes(UTF_8)))
                        .getSpanId())
                .isEqualTo("b7ad6b7169203331");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319Z-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1"
            })
    void whatIsNoHeaderOfASampledTraceIsIgnored(String value) {
        assertThat(traces.ofAnswers().receive(headers("traceparent", value.getBytes(UTF_8))))
                .isSameAs(AnswerTrace.NONE);
    }

    @Test
    void aForeignHeaderAndOneOfAMegabyteAreIgnored() {
        byte[] large = new byte[1 << 20];
        System.arraycopy(("01" + SAMPLED.substring(2) + "-").getBytes(UTF_8), 0, large, 0, SAMPLED.length() + 1);

        assertThat(traces.ofAnswers().receive(headers("traceparent", large))).isSameAs(AnswerTrace.NONE);
        assertThat(traces.ofAnswers().receive(headers("traceparent", null))).isSameAs(AnswerTrace.NONE);
        assertThat(traces.ofAnswers().receive(headers("b3", SAMPLED.getBytes(UTF_8))))
                .isSameAs(AnswerTrace.NONE);
        assertThat(traces.ofAnswers().receive(new RecordHeaders())).isSameAs(AnswerTrace.NONE);
    }
}
