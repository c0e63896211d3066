package io.sluice.deploy.console;

import java.util.List;

/**
 * What a page is sent: all there is, or what has changed; null for what has not.
 *
 * @param now time of day here, in milliseconds since the epoch
 * @param hidden how many cameras are shown at most, where there are more
 * @param gone ids of cameras that are no longer shown
 * @param problem why nothing is read, one sentence; the empty string when all is well again
 */
record Update(
        long now,
        Integer hidden,
        List<CameraView> cameras,
        List<String> gone,
        List<SampleView> samples,
        List<DecisionView> decisions,
        List<EventView> events,
        List<PointView> points,
        List<DirectiveView> directives,
        List<TopicView> topics,
        String problem) {}
