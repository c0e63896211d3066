package io.sluice.deploy.plot;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.inference.model.PatchGroups;
import io.sluice.inference.model.TokenMap;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TokenFigureTest {
    private static final int SIDE = 8;
    private static final int PANEL = 448;

    /** Of a grey picture: one patch kept, two merged, one pruned. */
    private final BufferedImage drawn = figure(0, 1, 1, -1);

    private static BufferedImage figure(Integer... groups) {
        byte[] grey = new byte[SIDE * SIDE * 3];
        Arrays.fill(grey, (byte) 128);
        TokenMap map = new TokenMap(2, 2, List.of(new PatchGroups(3, List.of(groups))));
        return new TokenFigure(map, ByteBuffer.wrap(grey), List.of("picture", "block 3")).draw();
    }

    @Test
    void theFirstPanelIsThePicture() {
        assertThat(colour(drawn, 0, 3)).isEqualTo(new Color(128, 128, 128));
    }

    @Test
    void keptPatchesStayPrunedOnesGoDarkMergedOnesShareAColour() {
        assertThat(colour(drawn, 1, 0)).isEqualTo(new Color(128, 128, 128));
        assertThat(colour(drawn, 1, 1)).isEqualTo(colour(drawn, 1, 2)).isNotEqualTo(colour(drawn, 1, 0));
        assertThat(colour(drawn, 1, 3).getGreen()).isLessThan(50);
    }

    @Test
    void groupsHaveColoursOfTheirOwn() {
        BufferedImage two = figure(0, 1, 0, 1);

        assertThat(colour(two, 1, 0)).isEqualTo(colour(two, 1, 2)).isNotEqualTo(colour(two, 1, 1));
    }

    /** Amid a patch. */
    private static Color colour(BufferedImage figure, int panel, int patch) {
        int x = 16 + panel * (PANEL + 16) + patch % 2 * PANEL / 2 + PANEL / 4;
        int y = 16 + patch / 2 * PANEL / 2 + PANEL / 4;
        return new Color(figure.getRGB(x, y));
    }
}
