package io.sluice.deploy.console;

import io.sluice.deploy.view.SlidingRate;
import io.sluice.schemas.FrameLabels;
import io.sluice.schemas.Outcome;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The last answers about each camera. So many cameras at most: the first to come stay, since tiles that change places all the
 * time could not be looked at; those beyond are counted only. For one thread, but for {@link #last}.
 */
final class CameraStates {
    private final Map<String, CameraState> states = new LinkedHashMap<>();
    private final Map<String, FrameLabels> last = new ConcurrentHashMap<>();
    private long hiddenAnswers;

    /** What is counted of a camera. */
    private static final class CameraState {
        private final SlidingRate rate = new SlidingRate();
        private FrameLabels answer;
        private FrameLabels shown;
        private long shownNanos;
        private long answered;
        private long shed;
        private long rejected;
        private long nanos;
        private boolean changed;

        void accept(FrameLabels next, long now) {
            answer = next;
            nanos = now;
            answered++;
            shed += next.getOutcome() == Outcome.SHED ? 1 : 0;
            rejected += next.getOutcome() == Outcome.REJECTED ? 1 : 0;
            changed = true;
            show(next, now);
        }

        /** Where only some frames are shed, their pictures would come without labels. */
        private void show(FrameLabels next, long now) {
            boolean labelled = next.getOutcome() == Outcome.LABELLED;
            if (labelled || shown == null || now - shownNanos > Limits.LABELS_STAY.toNanos()) {
                shown = next;
            }
            shownNanos = labelled ? now : shownNanos;
        }

        CameraView view(long now) {
            return new CameraView(
                    answer.getCamera(), AnswerView.of(answer), rate.perSecond(now, answered), shed, rejected);
        }
    }

    void accept(FrameLabels answer, long nanos) {
        String camera = answer.getCamera();
        if (camera.length() > Limits.ID) {
            return; // no camera has such an id
        }
        if (!states.containsKey(camera) && states.size() >= Limits.CAMERAS) {
            hiddenAnswers++;
            return;
        }
        CameraState state = states.computeIfAbsent(camera, id -> new CameraState());
        state.accept(answer, nanos);
        last.put(camera, state.shown);
    }

    /**
     * The answer about the frame that is to be seen of {@code camera}, if it is shown: the last with labels or, where there
     * has been none {@linkplain Limits#LABELS_STAY for long}, the last of all. From any thread.
     */
    Optional<FrameLabels> last(String camera) {
        return Optional.ofNullable(last.get(camera));
    }

    /** Answers about cameras for which there has been no room. */
    long hiddenAnswers() {
        return hiddenAnswers;
    }

    List<CameraView> all(long nanos) {
        return states.values().stream().map(state -> state.view(nanos)).toList();
    }

    /** Of cameras answered about since the last call. */
    List<CameraView> takeChanged(long nanos) {
        List<CameraView> views = new ArrayList<>();
        for (CameraState state : states.values()) {
            if (state.changed) {
                state.changed = false;
                views.add(state.view(nanos));
            }
        }
        return views;
    }

    /** Forgets cameras that have been silent for long; returns which. */
    List<String> forgetSilent(long nanos) {
        List<String> gone = new ArrayList<>();
        for (Iterator<Map.Entry<String, CameraState>> each = states.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<String, CameraState> camera = each.next();
            if (nanos - camera.getValue().nanos > Limits.SILENCE.toNanos()) {
                each.remove();
                last.remove(camera.getKey());
                gone.add(camera.getKey());
                hiddenAnswers = 0; // there is room again
            }
        }
        return gone;
    }

    /** Nobody looks, so nothing is read: silence means nothing meanwhile. */
    void touch(long nanos) {
        states.values().forEach(state -> state.nanos = nanos);
    }
}
