package io.sluice.inference.reduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.inference.model.ReducerSpec;
import io.sluice.inference.model.TokenSchedule;
import io.sluice.inference.model.VitShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenReducerTest {
    private static final VitShape DEIT_SMALL = new VitShape(224, 16, 384, 12, 6, 1536, 1000, 1);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    none                                  | none
                    ppt:r=50                              | ppt:r=50
                    ppt:threshold=7e-5,r=050,blocks=9+3+6 | ppt:r=50
                    ppt:r=8,threshold=0.00030,blocks=2+4  | ppt:blocks=2+4,r=8,threshold=0.0003
                    ppt:r=8,threshold=0                   | ppt:r=8,threshold=0
                    ppt:r=8,prop=true                     | ppt:r=8
                    ppt:r=8,prop=false,blocks=2           | ppt:blocks=2,prop=false,r=8
                    evit:keep=.70,fuse=true               | evit:keep=0.7
                    evit:keep=1.0,fuse=false,blocks=3     | evit:blocks=3,fuse=false,keep=1
                    etps:keep=.7,blocks=3+6+9             | etps:keep=0.7
                    dynamicvit:keep=0.70                  | dynamicvit:keep=0.7
                    dtps:keep=0.7,blocks=2                | dtps:blocks=2,keep=0.7
                    tome:r=13,inflect=-0.0,prop=true      | tome:r=13
                    tome:r=8,inflect=-1.0,prop=false      | tome:inflect=-1,prop=false,r=8
                    topk:keep=0.7                         | topk:keep=0.7
                    random:keep=0.7,seed=0                | random:keep=0.7
                    random:keep=0.7,seed=007              | random:keep=0.7,seed=7
                    """)
    void aSpecHasOneCanonicalForm(String spec, String canonical) {
        ReducerSpec own = TokenReducer.of(ReducerSpec.parse(spec)).spec();

        assertThat(own).hasToString(canonical);
        assertThat(TokenReducer.of(own).spec()).isEqualTo(own);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    magic:r=3                | 'magic:r=3' is not known: expected one such as none, ppt:r=50, evit:keep=0.7, etps:
                    none:r=3                 | unknown parameter 'r': expected none
                    ppt                      | 'ppt' does not say r
                    ppt:r=-1                 | r=-1: expected a number of tokens
                    ppt:r=1.5                | r=1.5: expected a number of tokens
                    ppt:r=5,threshold=1.5    | threshold=1.5: expected a variance of 0 to 1
                    ppt:r=5,keep=0.5         | unknown parameter 'keep': expected blocks, prop, r, threshold
                    ppt:r=5,blocks=3+3       | blocks=3+3: expected different block numbers
                    ppt:r=5,blocks=3++6      | blocks=3++6: expected different block numbers
                    ppt:r=5,blocks=+         | blocks=+: expected different block numbers
                    evit:fuse=true           | does not say keep
                    evit:keep=0              | keep=0: expected a share above 0 and at most 1
                    evit:keep=1.01           | keep=1.01: expected a share above 0 and at most 1
                    evit:keep=NaN            | keep=NaN: expected a share above 0 and at most 1
                    evit:keep=0.5,fuse=maybe | fuse=maybe: expected true or false
                    etps:keep=0.5,fuse=true  | unknown parameter 'fuse': expected blocks, keep
                    dynamicvit:r=5           | does not say keep
                    dtps                     | does not say keep: expected keep=a share above 0 and at most 1
                    tome:inflect=0           | does not say r
                    tome:r=5,inflect=1.1     | inflect=1.1: expected a number of -1 to 1
                    tome:r=5,blocks=3        | unknown parameter 'blocks': expected inflect, prop, r
                    topk:keep=2              | keep=2: expected a share above 0 and at most 1
                    random:keep=1,seed=-1    | seed=-1: expected a whole number, 0 or more
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
        assertThat(family("ppt:r=5")).isNotEqualTo(family("ppt:r=5,prop=false"));
        assertThat(family("evit:keep=0.5")).isNotEqualTo(family("evit:keep=0.5,fuse=false"));
        assertThat(family("tome:r=5")).isEqualTo(family("tome:r=9,inflect=-1"));
        assertThat(family("tome:r=5")).isNotEqualTo(family("tome:r=5,prop=false"));
        assertThat(family("random:keep=0.5")).isNotEqualTo(family("random:keep=0.5,seed=1"));
    }

    @Test
    void theShareOfTheInputIsCountedInBinaryFloatsAndRoundedDown() {
        VitShape hundredPatches = new VitShape(160, 16, 384, 12, 6, 1536, 1000, 1);

        assertThat(schedule("dynamicvit:keep=0.7", hundredPatches).amounts()).containsExactly(70, 48, 34);
        assertThat(schedule("dtps:keep=0.3", DEIT_SMALL).amounts()).containsExactly(58, 17, 5);
        assertThat(schedule("topk:keep=0.7", DEIT_SMALL).amounts()).containsExactly(137, 96, 67);
        assertThat(schedule("random:keep=0.7", DEIT_SMALL).amounts()).containsExactly(137, 96, 67);
    }

    @Test
    void whatActsBeforeABlockSparesItsAttentionToo() {
        TokenSchedule before = schedule("dtps:keep=0.5", DEIT_SMALL);
        TokenSchedule inside = schedule("topk:keep=0.5", DEIT_SMALL);

        assertThat(before.leaving()).isEqualTo(inside.leaving());
        assertThat(before.inAttention()).isEqualTo(before.leaving());
        assertThat(inside.inAttention()).containsExactly(197, 197, 197, 197, 99, 99, 99, 50, 50, 50, 25, 25);
    }

    @Test
    void aShareThatLeavesNoPatchIsRefused() {
        assertThatThrownBy(() -> schedule("dynamicvit:keep=0.1", DEIT_SMALL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Reducer 'dynamicvit:keep=0.1' leaves none of the 196 patches in block 9: expected a larger keep.");
    }

    @ParameterizedTest
    @CsvSource({
        "tome:r=8,             8  8  8  8  8  8  8  8  8  8  8  8",
        "'tome:r=8,inflect=-1', 16 14 13 11 10  8  7  5  4  2  1  0",
        "'tome:r=8,inflect=1',  0  1  2  4  5  7  8 10 11 13 14 16",
        "'tome:r=15,inflect=1', 0  2  5  8 10 13 16 19 21 24 27 29",
        "tome:r=80,             80 80 80 80 80 80 48 24 12 6 3 1"
    })
    void tomeSpreadsItsAmountOverTheBlocks(String spec, String amounts) {
        VitShape large = new VitShape(384, 16, 384, 12, 6, 1536, 1000, 1);

        assertThat(schedule(spec, large).amounts())
                .extracting(String::valueOf)
                .containsExactly(amounts.trim().split(" +"));
    }

    @Test
    void tomeProtectsBothTokensOfADistilledModel() {
        VitShape distilled = new VitShape(48, 16, 384, 3, 6, 1536, 1000, 2);

        assertThat(schedule("tome:r=100", distilled).amounts()).containsExactly(4, 2, 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evit", "etps", "dynamicvit", "dtps", "topk", "random"})
    void aMethodWithoutARuleForDistilledModelsSaysSo(String method) {
        VitShape distilled = new VitShape(224, 16, 384, 12, 6, 1536, 1000, 2);

        assertThatThrownBy(() -> schedule(method + ":keep=0.7", distilled))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "Reducer '" + method + ":keep=0.7' has no rule for a model with a distillation token");
    }

    private static ReducerSpec family(String spec) {
        return TokenReducer.of(ReducerSpec.parse(spec)).family();
    }

    private static TokenSchedule schedule(String spec, VitShape shape) {
        return TokenReducer.of(ReducerSpec.parse(spec)).schedule(shape);
    }
}
