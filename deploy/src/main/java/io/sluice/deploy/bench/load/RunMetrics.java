package io.sluice.deploy.bench.load;

import static java.util.stream.Collectors.groupingBy;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One run, judged. Shares are 0 to 1.
 *
 * @param effectiveAccuracy right and published within the deadline, of all offered: late, shed, rejected and lost are wrong
 * @param deadlineAttainment published within the deadline, right or wrong, of all offered
 * @param servedAccuracy right, of all labelled; 0 where none was
 * @param age of labelled frames when published, in milliseconds
 * @param readAge of labelled frames when their committed answer was read
 * @param counts by what became of frames
 * @param switches changes of the operating point from one labelled frame to the next, in the order of batching
 * @param flicker of two answers in a row to frames of one scene of one camera, the share that differ
 * @param worstCamera effective accuracy of the camera that fares worst
 * @param jain Jain's index of the cameras' effective accuracies: 1 where all fare alike, 1/n where one has all
 * @param recoveries one for each moment's name
 * @param points labelled frames by operating point
 */
record RunMetrics(
        double effectiveAccuracy,
        double deadlineAttainment,
        double servedAccuracy,
        Percentiles age,
        Percentiles readAge,
        Counts counts,
        long switches,
        double flicker,
        double worstCamera,
        double jain,
        List<Recovery> recoveries,
        Map<String, Long> points) {

    /** Judges a run of at least one frame. */
    static RunMetrics of(List<FrameFate> frames, Duration deadline, List<Moment> moments, Fate.Point best) {
        Counts counts = Counts.of(frames);
        List<Double> cameras = byCamera(frames).values().stream()
                .map(camera -> share(camera, frame -> frame.effective(deadline)))
                .toList();
        return new RunMetrics(
                share(frames, frame -> frame.effective(deadline)),
                share(frames, frame -> frame.inTime(deadline)),
                counts.labelled() == 0 ? 0 : (double) count(frames, FrameFate::right) / counts.labelled(),
                Percentiles.of(labelled(frames).map(Fate.Labelled::age)),
                Percentiles.of(labelled(frames).map(Fate.Labelled::readAge)),
                counts,
                switches(frames),
                flicker(frames),
                cameras.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
                jain(cameras),
                recoveries(frames, deadline, moments, best),
                points(frames));
    }

    private static Map<Integer, List<FrameFate>> byCamera(List<FrameFate> frames) {
        return frames.stream().collect(groupingBy(frame -> frame.arrival().camera()));
    }

    private static double share(List<FrameFate> frames, Predicate<FrameFate> condition) {
        return (double) count(frames, condition) / frames.size();
    }

    private static long count(List<FrameFate> frames, Predicate<FrameFate> condition) {
        return frames.stream().filter(condition).count();
    }

    private static Stream<Fate.Labelled> labelled(List<FrameFate> frames) {
        return frames.stream()
                .map(FrameFate::fate)
                .filter(Fate.Labelled.class::isInstance)
                .map(Fate.Labelled.class::cast);
    }

    private static long switches(List<FrameFate> frames) {
        List<Fate.Point> points = labelled(frames)
                .sorted(Comparator.comparing(Fate.Labelled::batched))
                .map(Fate.Labelled::point)
                .toList();
        long switches = 0;
        for (int i = 1; i < points.size(); i++) {
            switches += points.get(i).equals(points.get(i - 1)) ? 0 : 1;
        }
        return switches;
    }

    private static double flicker(List<FrameFate> frames) {
        long pairs = 0;
        long differing = 0;
        for (List<FrameFate> camera : byCamera(frames).values()) {
            List<FrameFate> answered = camera.stream()
                    .filter(frame -> frame.fate() instanceof Fate.Labelled)
                    .toList();
            for (int i = 1; i < answered.size(); i++) {
                boolean together = sameScene(answered.get(i - 1), answered.get(i));
                pairs += together ? 1 : 0;
                differing += together && label(answered.get(i - 1)) != label(answered.get(i)) ? 1 : 0;
            }
        }
        return pairs == 0 ? 0 : (double) differing / pairs;
    }

    /** A film that begins again may show a scene twice, but not without others between, if it has others. */
    private static boolean sameScene(FrameFate one, FrameFate next) {
        return one.shot().scene() == next.shot().scene();
    }

    private static int label(FrameFate frame) {
        return ((Fate.Labelled) frame.fate()).label();
    }

    private static double jain(List<Double> shares) {
        double sum = shares.stream().mapToDouble(Double::doubleValue).sum();
        double squares = shares.stream().mapToDouble(share -> share * share).sum();
        return squares == 0 ? 1 : sum * sum / (shares.size() * squares);
    }

    private static List<Recovery> recoveries(
            List<FrameFate> frames, Duration deadline, List<Moment> moments, Fate.Point best) {
        Map<String, List<Recovery>> byName = moments.stream()
                .map(moment -> Recovery.after(moment, frames, deadline, best))
                .collect(groupingBy(Recovery::moment, LinkedHashMap::new, Collectors.toList()));
        return byName.entrySet().stream()
                .map(named -> Recovery.mean(named.getKey(), named.getValue()))
                .toList();
    }

    private static Map<String, Long> points(List<FrameFate> frames) {
        Map<String, Long> points = new TreeMap<>();
        labelled(frames).forEach(answer -> points.merge(answer.point().toString(), 1L, Long::sum));
        return points;
    }
}
