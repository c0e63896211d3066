package io.sluice.inference.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.inference.model.CalibratedPoint;
import org.junit.jupiter.api.Test;

class DeviceSpeedTest {
    private static final CalibratedPoint TEN_MILLIS = Ladders.rung(0, 10, 1);

    private long nowNanos;
    private final DeviceSpeed speed = new DeviceSpeed(2, () -> nowNanos);

    private void pass(double millis) {
        nowNanos += (long) (millis * 1e6);
    }

    private void oneLane(double millis) {
        DeviceSpeed.Run run = speed.begin();
        pass(millis);
        run.end(TEN_MILLIS, 1);
    }

    @Test
    void withoutEvidenceTheCalibrationHolds() {
        assertThat(speed.slowdown()).isEqualTo(1);
        oneLane(20);
        assertThat(speed.slowdown()).isEqualTo(1);
    }

    @Test
    void aLaneThatRunsAloneAndFastProvesNothing() {
        for (int run = 0; run < 20; run++) {
            oneLane(5);
        }
        assertThat(speed.slowdown()).isEqualTo(1);
    }

    @Test
    void aLaneThatRunsAloneAndIsSlowNeverthelessProvesASlowDevice() {
        for (int run = 0; run < 9; run++) {
            oneLane(30);
        }
        assertThat(speed.slowdown()).isEqualTo(3);
    }

    @Test
    void aDeviceThatIsFasterThanCalibratedIsBelievedWhenAllLanesAreBusy() {
        DeviceSpeed.Run first = speed.begin();
        for (int run = 0; run < 9; run++) {
            DeviceSpeed.Run second = speed.begin();
            pass(8);
            second.end(TEN_MILLIS, 1);
        }
        first.end(TEN_MILLIS, 1);
        assertThat(speed.slowdown()).isEqualTo(0.8);
    }

    /** Of lanes that seldom run together, every fifth run is slow: that is noise, not a slow device. */
    @Test
    void noiseIsNoSlowDevice() {
        for (int run = 0; run < 200; run++) {
            oneLane(run % 5 == 0 ? 20 : 6);
            assertThat(speed.slowdown()).isEqualTo(1);
        }
    }

    @Test
    void oneSlowBatchIsNoChange() {
        for (int run = 0; run < 8; run++) {
            oneLane(11);
        }
        oneLane(300);
        assertThat(speed.slowdown()).isEqualTo(1.1);
    }

    @Test
    void whatIsLongPastIsForgotten() {
        for (int run = 0; run < 9; run++) {
            oneLane(30);
        }
        pass(4000);
        assertThat(speed.slowdown()).isEqualTo(1);
    }
}
