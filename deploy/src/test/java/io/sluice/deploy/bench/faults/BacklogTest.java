package io.sluice.deploy.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.deploy.bench.faults.History.Answered;
import io.sluice.deploy.bench.faults.History.Name;
import io.sluice.deploy.bench.faults.History.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Patience is for the frames that are waited for: neither lost among later answers, nor over while they get fewer. */
final class BacklogTest {
    private static final TopicPartition PARTITION = new TopicPartition("frames", 0);
    private static final Map<TopicPartition, Long> TEN_FRAMES = Map.of(PARTITION, 10L);

    private long nowNanos;

    /** Answers one frame after the other for ever, each after the same time, but for one. */
    private class OneLacking implements Tail<Answered> {
        private final long lacking;
        private final Duration each;
        private final List<Answered> answers = new ArrayList<>();
        private long next;

        OneLacking(long lacking, Duration each) {
            this.lacking = lacking;
            this.each = each;
        }

        @Override
        public int poll() {
            nowNanos += each.toNanos();
            next += next == lacking ? 1 : 0;
            Position at = new Position(0, next++);
            answers.add(new Answered(at, at, new Name("gate", "first", at.offset()), "LABELLED", "one"));
            return 1;
        }

        @Override
        public Map<TopicPartition, Long> ends() {
            return Map.of(PARTITION, next);
        }

        @Override
        public List<Answered> records() {
            return answers;
        }
    }

    private Backlog backlog(Tail<Answered> tail) {
        return new Backlog(tail, Duration.ofSeconds(60), () -> nowNanos, () -> {});
    }

    @Test
    void aLostAnswerIsToldThoughOthersFlow() {
        OneLacking tail = new OneLacking(3, Duration.ofSeconds(1));

        assertThat(backlog(tail).await(TEN_FRAMES)).isEqualTo(1);
        assertThat(tail.records()).hasSizeLessThan(100);
    }

    @Test
    void slowAnswersAreWaitedForAsLongAsFewerFramesWait() {
        assertThat(backlog(new OneLacking(10, Duration.ofSeconds(50))).await(TEN_FRAMES))
                .isZero();
    }

    @Test
    void noAnswerAtAllIsTold() {
        Tail<Answered> silent = new OneLacking(0, Duration.ofSeconds(1)) {
            @Override
            public int poll() {
                nowNanos += Duration.ofSeconds(1).toNanos();
                return 0;
            }
        };

        assertThat(backlog(silent).awaitSome()).isFalse();
        assertThat(backlog(silent).await(TEN_FRAMES)).isEqualTo(10);
    }
}
