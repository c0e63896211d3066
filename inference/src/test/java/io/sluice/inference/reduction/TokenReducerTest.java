package io.sluice.inference.reduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.TokenSchedule;
import io.sluice.inference.model.VitShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenReducerTest {
    private static final VitShape DEIT_SMALL = new VitShape(224, 16, 384, 12, 6, 1536, 1000, 1);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    none                                  | none
                    ppt:r=50                              | ppt:r=50
                    ppt:threshold=7e-5,r=050,blocks=9+3+6 | ppt:r=50
                    ppt:r=8,threshold=0.00030,blocks=2+4  | ppt:blocks=2+4,r=8,threshold=0.0003
                    ppt:r=8,threshold=0                   | ppt:r=8,threshold=0
                    evit:keep=.70,fuse=true               | evit:keep=0.7
                    evit:keep=1.0,fuse=false,blocks=3     | evit:blocks=3,fuse=false,keep=1
                    """)
    void aSpecHasOneCanonicalForm(String spec, String canonical) {
        ReducerSpec own = TokenReducer.of(ReducerSpec.parse(spec)).spec();

        assertThat(own).hasToString(canonical);
        assertThat(TokenReducer.of(own).spec()).isEqualTo(own);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    magic:r=3                | 'magic:r=3' is not known
                    none:r=3                 | unknown parameter 'r': expected none
                    ppt                      | 'ppt' does not say r
                    ppt:r=-1                 | r=-1: expected a number of tokens
                    ppt:r=1.5                | r=1.5: expected a number of tokens
                    ppt:r=5,threshold=1.5    | threshold=1.5: expected a variance of 0 to 1
                    ppt:r=5,keep=0.5         | unknown parameter 'keep': expected blocks, r, threshold
                    ppt:r=5,blocks=3+3       | blocks=3+3: expected different block numbers
                    ppt:r=5,blocks=3++6      | blocks=3++6: expected different block numbers
                    ppt:r=5,blocks=+         | blocks=+: expected different block numbers
                    evit:fuse=true           | does not say keep
                    evit:keep=0              | keep=0: expected a share above 0 and at most 1
                    evit:keep=1.01           | keep=1.01: expected a share above 0 and at most 1
                    evit:keep=NaN            | keep=NaN: expected a share above 0 and at most 1
                    evit:keep=0.5,fuse=maybe | fuse=maybe: expected true or false
                    """)
    void aSpecThatMeansNothingIsRefusedInOneSentence(String spec, String message) {
        assertThatThrownBy(() -> TokenReducer.of(ReducerSpec.parse(spec)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void evitCountsTheFusedTokenInTheNextStage() {
        TokenSchedule schedule =
                TokenReducer.of(ReducerSpec.parse("evit:keep=0.7")).schedule(DEIT_SMALL);

        assertThat(schedule.leaving()).containsExactly(197, 197, 197, 140, 140, 140, 100, 100, 100, 72, 72, 72);
        assertThat(schedule.amounts()).containsExactly(138, 98, 70);
    }

    @Test
    void pptNeverRemovesMoreThanHalf() {
        TokenSchedule schedule = TokenReducer.of(ReducerSpec.parse("ppt:r=80")).schedule(DEIT_SMALL);

        assertThat(schedule.leaving()).containsExactly(197, 197, 197, 117, 117, 117, 59, 59, 59, 30, 30, 30);
        assertThat(schedule.amounts()).containsExactly(80, 58, 29);
    }

    @Test
    void familiesDifferInEverythingButTheAmount() {
        assertThat(family("ppt:r=5")).isEqualTo(family("ppt:r=50"));
        assertThat(family("evit:keep=0.5")).isEqualTo(family("evit:keep=1"));
        assertThat(family("ppt:r=5")).isNotEqualTo(family("ppt:r=5,threshold=1e-4"));
        assertThat(family("evit:keep=0.5")).isNotEqualTo(family("evit:keep=0.5,fuse=false"));
    }

    private static ReducerSpec family(String spec) {
        return TokenReducer.of(ReducerSpec.parse(spec)).family();
    }
}
