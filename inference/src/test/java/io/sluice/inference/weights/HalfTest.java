package io.sluice.inference.weights;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfTest {
    @Test
    void everyHalfSurvivesTheWayThereAndBack() {
        for (int bits = Short.MIN_VALUE; bits <= Short.MAX_VALUE; bits++) {
            float value = Half.toFloat((short) bits);
            if (!Float.isNaN(value)) {
                assertThat(Half.of(value)).as("%s", value).isEqualTo((short) bits);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1.00048828125, 0x3c00", // halfway between 1 and its neighbour: to the even one
        "1.00146484375, 0x3c02", // halfway further up: to the even one again
        "65519.996, 0x7bff",
        "65520, 0x7c00",
        "1e-8, 0x0000",
        "5.9604645e-8, 0x0001",
        "6.1035156e-5, 0x0400",
        "NaN, 0x7e00"
    })
    void theNearestHalfIsTaken(float value, String bits) {
        assertThat(Half.of(value)).isEqualTo((short) Integer.decode(bits).intValue());
    }
}
