package io.sluice.deploy.bench;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What it costs to be scraped each second.
 *
 * @param model name and hash of the weights
 * @param cameras with a label of their own
 * @param windows measurements of each kind, in turn
 * @param framesPerSecond while nobody scrapes
 * @param scrapedFramesPerSecond while scraped each second
 * @param ratio the second over the first, turn by turn
 * @param scrapeMillis one scrape, as the scraper sees it while all cores are busy
 * @param quietScrapeMillis the same when inference has ended
 * @param scrapeBytes what it gets
 */
public record ScrapeResult(
        String model,
        int cameras,
        int windows,
        Spread framesPerSecond,
        Spread scrapedFramesPerSecond,
        Spread ratio,
        Spread scrapeMillis,
        Spread quietScrapeMillis,
        int scrapeBytes) {

    /** Several in a row, and how large the last was. */
    record Scrapes(List<Double> millis, int bytes) {}

    static ScrapeResult of(
            String model, int cameras, List<Double> quiet, List<Double> scraped, Scrapes busy, Scrapes idle) {
        List<Double> ratios = IntStream.range(0, quiet.size())
                .mapToObj(turn -> scraped.get(turn) / quiet.get(turn))
                .toList();
        return new ScrapeResult(
                model,
                cameras,
                quiet.size(),
                Spread.of(quiet),
                Spread.of(scraped),
                Spread.of(ratios),
                Spread.of(busy.millis()),
                Spread.of(idle.millis()),
                idle.bytes());
    }
}
