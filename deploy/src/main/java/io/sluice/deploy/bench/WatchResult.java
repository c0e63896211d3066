package io.sluice.deploy.bench;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What it costs to be watched.
 *
 * @param model name and hash of the weights
 * @param cameras with a label of their own
 * @param tiles of the console that can be seen at once
 * @param windows measurements of each kind, in turn
 * @param framesPerSecond while nobody watches
 * @param scraped each second by Prometheus
 * @param viewed in one browser
 * @param scrapes how long each took while all cores were busy, ms
 * @param quietScrapes the same when inference had ended, ms
 * @param scrapeBytes what one brings
 */
public record WatchResult(
        String model,
        int cameras,
        int tiles,
        int windows,
        Spread framesPerSecond,
        Watched scraped,
        Watched viewed,
        Spread scrapes,
        Spread quietScrapes,
        int scrapeBytes) {

    /**
     * One way to be watched.
     *
     * @param framesPerSecond meanwhile
     * @param ratio to what was answered while nobody watched, turn by turn
     */
    public record Watched(Spread framesPerSecond, Spread ratio) {
        static Watched of(List<Double> watched, List<Double> unwatched) {
            List<Double> ratios = IntStream.range(0, watched.size())
                    .mapToObj(turn -> watched.get(turn) / unwatched.get(turn))
                    .toList();
            return new Watched(Spread.of(watched), Spread.of(ratios));
        }
    }
}
