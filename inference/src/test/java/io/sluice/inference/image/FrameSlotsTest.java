package io.sluice.inference.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FrameSlotsTest {
    private final FrameSlots slots = new FrameSlots(2, 4);

    @Test
    void noMoreSlotsAreLentThanThereAre() throws InterruptedException {
        FrameSlot first = slots.tryAcquire().orElseThrow();
        FrameSlot second = slots.tryAcquire().orElseThrow();

        assertThat(first).isNotSameAs(second);
        assertThat(slots.tryAcquire()).isEmpty();
        assertThat(slots.acquire(Duration.ZERO)).isEmpty();
        assertThat(slots.available()).isZero();
    }

    @Test
    void aReleasedSlotIsLentAgain() {
        assertThat(slots.tryAcquire()).isPresent();
        FrameSlot second = slots.tryAcquire().orElseThrow();

        second.release();

        assertThat(slots.tryAcquire()).containsSame(second);
    }

    @Test
    void aThreadThatWaitsGetsTheSlotThatComesFree() throws Exception {
        assertThat(slots.tryAcquire()).isPresent();
        FrameSlot second = slots.tryAcquire().orElseThrow();
        CompletableFuture<FrameSlot> waiting = CompletableFuture.supplyAsync(this::acquirePatiently);

        second.release();

        assertThat(waiting.get(30, TimeUnit.SECONDS)).isSameAs(second);
    }

    private FrameSlot acquirePatiently() {
        try {
            return slots.acquire(Duration.ofSeconds(30)).orElseThrow();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aSlotIsReleasedOnce() {
        FrameSlot slot = slots.tryAcquire().orElseThrow();
        slot.release();

        assertThatIllegalStateException().isThrownBy(slot::release);
        assertThat(slots.available()).isEqualTo(slots.capacity());
    }

    @Test
    void slotsAreDirectAndOfOneFrame() {
        FrameSlot slot = slots.tryAcquire().orElseThrow();

        assertThat(slot.pixels().isDirect()).isTrue();
        assertThat(slot.pixels().capacity()).isEqualTo(4 * 4 * 3);
    }

    @Test
    void aBatchGathersSlotsInTheirPlaces() {
        PixelBatch batch = new PixelBatch(3, 4);
        FrameSlot slot = slots.tryAcquire().orElseThrow();
        slot.pixels().put(0, (byte) 7).put(47, (byte) 9);

        batch.put(1, slot);

        assertThat(batch.slot(1).get(0)).isEqualTo((byte) 7);
        assertThat(batch.pixels(2).get(95)).isEqualTo((byte) 9);
        assertThat(batch.slot(0).get(0)).isZero();
        assertThat(batch.pixels(2).capacity()).isEqualTo(96);
    }

    @Test
    void sizesThatMakeNoSenseAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new FrameSlots(0, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> new PixelBatch(0, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> new PixelBatch(1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new DecodeLimits(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new DecodeLimits(1, Integer.MAX_VALUE));
    }
}
