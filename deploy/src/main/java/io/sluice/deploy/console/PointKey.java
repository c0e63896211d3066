package io.sluice.deploy.console;

import io.sluice.inference.model.OperatingPoint;
import io.sluice.schemas.Quality;
import io.sluice.schemas.Setting;

/** Names an operating point as records do. */
record PointKey(String model, String reducer, String precision) {
    PointKey {
        model = Limits.text(model);
        reducer = Limits.text(reducer);
        precision = Limits.text(precision);
    }

    static PointKey of(OperatingPoint point) {
        return new PointKey(
                point.model().toString(),
                point.reducer().toString(),
                point.precision().name());
    }

    static PointKey of(Quality quality) {
        return new PointKey(quality.getModel(), quality.getReducer(), quality.getPrecision());
    }

    /** Null for null. */
    static PointKey of(Setting setting) {
        return setting == null ? null : new PointKey(setting.getModel(), setting.getReducer(), setting.getPrecision());
    }
}
