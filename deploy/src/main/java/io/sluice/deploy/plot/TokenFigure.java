package io.sluice.deploy.plot;

import io.sluice.inference.model.PatchGroups;
import io.sluice.inference.model.TokenMap;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A picture as a model sees it, and once more for each stage that sheds tokens: pruned patches dark, merged ones in the colour
 * of their group and with a line around it, kept ones as they are.
 *
 * @param tokens what became of the patches
 * @param pixels {@code uint8 [side, side, 3]}, what the model sees, from position to limit
 * @param captions of the picture and of each stage
 */
public record TokenFigure(TokenMap tokens, ByteBuffer pixels, List<String> captions) {
    private static final int COLUMNS = 4;
    private static final int PANEL = 448;
    private static final int GAP = 16;
    private static final int CAPTION = 28;
    private static final int FONT = 15;

    /** How much of the picture shows through. */
    private static final double PRUNED_SHOWS = 0.16;

    private static final double MERGED_SHOWS = 0.6;
    private static final Color BACKGROUND = Color.WHITE;
    private static final Color INK = new Color(0x22, 0x22, 0x22);
    private static final Color DARK = new Color(0x10, 0x12, 0x1a);

    /** Where panels with their captions are, row by row; sizes in pixels. */
    private record Cells(int columns, int rows) {
        static Cells of(int panels) {
            int columns = Math.min(COLUMNS, panels);
            return new Cells(columns, (panels + columns - 1) / columns);
        }

        int width() {
            return left(columns);
        }

        int height() {
            return top(rows);
        }

        private static int left(int column) {
            return GAP + column * (PANEL + GAP);
        }

        private static int top(int row) {
            return GAP + row * (PANEL + CAPTION + GAP);
        }

        /** To draw in one of them; cuts off a long caption. */
        Graphics2D within(Graphics2D figure, int cell) {
            return (Graphics2D) figure.create(left(cell % columns), top(cell / columns), PANEL, PANEL + CAPTION);
        }
    }

    public TokenFigure {
        captions = List.copyOf(captions);
        if (captions.size() != 1 + tokens.stages().size()) {
            throw new IllegalArgumentException(
                    "Expected " + (1 + tokens.stages().size()) + " captions, found " + captions + ".");
        }
    }

    /** Draws it. */
    BufferedImage draw() {
        List<BufferedImage> panels = new ArrayList<>(List.of(picture()));
        tokens.stages().forEach(stage -> panels.add(panel(stage)));
        Cells cells = Cells.of(panels.size());
        BufferedImage figure = new BufferedImage(cells.width(), cells.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = graphics(figure);
        graphics.setColor(BACKGROUND);
        graphics.fillRect(0, 0, cells.width(), cells.height());
        graphics.setColor(INK);
        for (int cell = 0; cell < panels.size(); cell++) {
            draw(panels.get(cell), captions.get(cell), cells.within(graphics, cell));
        }
        graphics.dispose();
        return figure;
    }

    private static void draw(BufferedImage panel, String caption, Graphics2D cell) {
        cell.drawImage(panel, 0, 0, PANEL, PANEL, null);
        cell.drawString(caption, 0, PANEL + CAPTION - FONT / 2);
        cell.dispose();
    }

    private BufferedImage picture() {
        int side = (int) Math.sqrt(pixels.remaining() / 3.0);
        BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < side * side; i++) {
            int at = pixels.position() + 3 * i;
            Color colour = new Color(
                    Byte.toUnsignedInt(pixels.get(at)),
                    Byte.toUnsignedInt(pixels.get(at + 1)),
                    Byte.toUnsignedInt(pixels.get(at + 2)));
            picture.setRGB(i % side, i / side, colour.getRGB());
        }
        return picture;
    }

    private BufferedImage panel(PatchGroups stage) {
        BufferedImage panel = new BufferedImage(PANEL, PANEL, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = graphics(panel);
        graphics.drawImage(picture(), 0, 0, PANEL, PANEL, null);
        List<PatchGroups.Patch> patches = stage.patches();
        for (int patch = 0; patch < patches.size(); patch++) {
            cover(graphics, patch, patches.get(patch));
        }
        outline(graphics, stage, patches);
        graphics.dispose();
        return panel;
    }

    private void cover(Graphics2D graphics, int number, PatchGroups.Patch patch) {
        if (patch instanceof PatchGroups.Patch.Pruned) {
            graphics.setColor(covering(DARK, PRUNED_SHOWS));
        } else if (patch instanceof PatchGroups.Patch.Merged merged) {
            graphics.setColor(covering(colour(merged.group()), MERGED_SHOWS));
        } else {
            return;
        }
        int x = left(number % tokens.columns());
        int y = top(number / tokens.columns());
        graphics.fillRect(x, y, left(number % tokens.columns() + 1) - x, top(number / tokens.columns() + 1) - y);
    }

    /** Lines where a group ends; what is alone has none. */
    private void outline(Graphics2D graphics, PatchGroups stage, List<PatchGroups.Patch> patches) {
        graphics.setStroke(new BasicStroke(2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        for (int patch = 0; patch < patches.size(); patch++) {
            if (patches.get(patch) instanceof PatchGroups.Patch.Merged merged) {
                graphics.setColor(colour(merged.group()));
                outline(graphics, stage, patch);
            }
        }
    }

    /** Inside the patch, so that two groups side by side both have their line. */
    private void outline(Graphics2D graphics, PatchGroups stage, int patch) {
        int column = patch % tokens.columns();
        int row = patch / tokens.columns();
        int left = left(column) + 1;
        int right = left(column + 1) - 1;
        int top = top(row) + 1;
        int bottom = top(row + 1) - 1;
        if (column == 0 || differs(stage, patch, patch - 1)) {
            graphics.drawLine(left, top, left, bottom);
        }
        if (column == tokens.columns() - 1 || differs(stage, patch, patch + 1)) {
            graphics.drawLine(right, top, right, bottom);
        }
        if (row == 0 || differs(stage, patch, patch - tokens.columns())) {
            graphics.drawLine(left, top, right, top);
        }
        if (row == tokens.rows() - 1 || differs(stage, patch, patch + tokens.columns())) {
            graphics.drawLine(left, bottom, right, bottom);
        }
    }

    private static boolean differs(PatchGroups stage, int patch, int other) {
        return !stage.groups().get(patch).equals(stage.groups().get(other));
    }

    private int left(int column) {
        return column * PANEL / tokens.columns();
    }

    private int top(int row) {
        return row * PANEL / tokens.rows();
    }

    /** The same for a group at every stage; by the golden section, so that groups side by side differ. */
    private static Color colour(int group) {
        double hue = group * 0.618033988749895;
        return Color.getHSBColor((float) (hue - Math.floor(hue)), 0.85f, 1);
    }

    private static Color covering(Color colour, double shows) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), (int) Math.round(255 * (1 - shows)));
    }

    private static Graphics2D graphics(BufferedImage image) {
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, FONT));
        return graphics;
    }
}
