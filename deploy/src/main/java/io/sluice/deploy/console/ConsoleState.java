package io.sluice.deploy.console;

import io.sluice.schemas.Decision;
import io.sluice.schemas.Directive;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.LabelEvent;
import io.sluice.schemas.ThroughputReport;
import java.util.List;
import java.util.Optional;

/** What has been read from the topics, bounded in every direction. For one thread, but for {@link #last}. */
final class ConsoleState {
    private final CameraStates cameras = new CameraStates();
    private final Samples samples = new Samples();
    private final Points points = new Points();
    private final Recent<Long, DecisionView> decisions = new Recent<>(Limits.DECISIONS);
    private final Recent<String, EventView> events = new Recent<>(Limits.EVENTS);
    private final Recent<String, DirectiveView> directives = new Recent<>(Limits.DIRECTIVES);
    private final ReadPlaces read = new ReadPlaces();
    private List<TopicView> topics = List.of();
    private String problem = "";
    private long decided;
    private boolean directivesChanged;
    private boolean topicsChanged;
    private boolean problemChanged;

    void accept(FrameLabels answer, long nanos) {
        cameras.accept(answer, nanos);
        if (answer.getQuality() != null) {
            points.accept(answer.getQuality());
        }
    }

    void accept(ThroughputReport report, long nanos) {
        samples.accept(report, nanos);
        points.accept(report);
    }

    /** Takes the decision at {@code offset} of {@code partition}, once however often it is read. */
    void accept(Decision decision, int partition, long offset) {
        if (!read.isNew(partition, offset, decision.getAt())) {
            return;
        }
        decisions.put(decided, DecisionView.of(decided, decision));
        decided++;
    }

    void accept(LabelEvent event) {
        if (event.getId().length() <= 2 * Limits.ID) {
            events.put(event.getId(), EventView.of(event));
        }
    }

    /** What is asked for under {@code key}; empty: no longer. */
    void accept(String key, Optional<Directive> directive) {
        directive.ifPresentOrElse(asked -> directives.put(key, DirectiveView.of(asked)), () -> directives.remove(key));
        directivesChanged = true;
    }

    void accept(ServedModel model) {
        points.accept(model);
    }

    void topics(List<TopicView> found) {
        topicsChanged |= !found.equals(topics);
        topics = found;
    }

    /** Why nothing is read; the empty string when it is. */
    void problem(String sentence) {
        problemChanged |= !sentence.equals(problem);
        problem = sentence;
    }

    /** See {@link CameraStates#last}; from any thread. */
    Optional<FrameLabels> last(String camera) {
        return cameras.last(camera);
    }

    /** See {@link CameraStates#touch}. */
    void touchCameras(long nanos) {
        cameras.touch(nanos);
    }

    /** All there is. */
    Update all(long now, long nanos) {
        return new Update(
                now,
                hidden(),
                cameras.all(nanos),
                List.of(),
                samples.all(),
                decisions.all(),
                events.all(),
                points.all(),
                directives.all(),
                topics,
                problem);
    }

    /** What has changed since the last call. */
    Update changes(long now, long nanos) {
        samples.forgetSilent(nanos);
        Update update = new Update(
                now,
                hidden(),
                orNull(cameras.takeChanged(nanos)),
                orNull(cameras.forgetSilent(nanos)),
                orNull(samples.takeChanged()),
                orNull(decisions.takeChanged()),
                orNull(events.takeChanged()),
                orNull(points.takeChanged()),
                directivesChanged ? directives.all() : null,
                topicsChanged ? topics : null,
                problemChanged ? problem : null);
        directivesChanged = false;
        topicsChanged = false;
        problemChanged = false;
        return update;
    }

    private Integer hidden() {
        return cameras.hiddenAnswers() > 0 ? Limits.CAMERAS : null;
    }

    private static <T> List<T> orNull(List<T> list) {
        return list.isEmpty() ? null : list;
    }
}
