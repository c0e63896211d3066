package io.sluice.deploy.modeling;

import io.sluice.inference.batch.BatchRunner;
import io.sluice.inference.engine.Lane;
import io.sluice.inference.engine.TopLabels;
import io.sluice.inference.image.Decoded;
import java.nio.file.Path;
import java.util.List;

/** One thread's way to classify pictures: reads, decodes and runs them one by one. */
final class PictureLane implements BatchRunner<Path, Classification> {
    private final LoadedModel model;
    private final TopLabels top;
    private final PictureReader reader;
    private final Lane lane;

    PictureLane(LoadedModel model, TopLabels top) {
        this.model = model;
        this.top = top;
        this.reader = new PictureReader(model.engine().preprocessing());
        this.lane = model.engine().lane(1);
    }

    @Override
    public List<Classification> run(List<Path> files) {
        return files.stream().map(this::classify).toList();
    }

    private Classification classify(Path file) {
        return reader.read(file, lane.batch().slot(0)) instanceof Decoded.Unreadable unreadable
                ? new Classification.Unreadable("Cannot classify " + file + ": " + unreadable.reason())
                : new Classification.Labelled(file.toString(), labels());
    }

    private List<Classification.Label> labels() {
        return top.of(lane.run(model.point(), 1), 0).stream()
                .map(scored -> new Classification.Label(
                        scored.index(), model.classNames().name(scored.index()), scored.score()))
                .toList();
    }

    @Override
    public void close() {
        lane.close();
        reader.close();
    }
}
