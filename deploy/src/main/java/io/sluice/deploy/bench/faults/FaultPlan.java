package io.sluice.deploy.bench.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What goes wrong and when: a pure function of the seed, the number of faults, what is possible here and who there is. Kinds
 * are dealt from a shuffled deck, so that each comes as often as {@link FaultKind#cards} says. Faults of different processes
 * overlap; faults of brokers never do, since all that is promised rests on two of three brokers, and the one fault that takes
 * two is a kind of its own.
 *
 * @param faults in the order in which they begin
 */
public record FaultPlan(List<Fault> faults) {
    private static final int LONGEST_GAP_MILLIS = 1500;

    /** A broker that is back needs so long at least to have what it missed. */
    private static final Duration BROKER_RECOVERY = Duration.ofSeconds(2);

    /** Beyond all time-outs of Kafka's clients. */
    private static final int LARGEST_STEP_SECONDS = 10 * 60;

    /** Kafka's clients send nothing until a clock that stepped back has made up for it. */
    private static final int LARGEST_STEP_BACK_SECONDS = 10;

    public FaultPlan {
        faults = List.copyOf(faults);
    }

    /**
     * Who there is.
     *
     * @param members number of processes of each role, 1 or more
     */
    record Cast(Map<Role, Integer> members) {
        Cast {
            members = Map.copyOf(members);
        }
    }

    /** @param possible the kinds to choose from, at least one */
    static FaultPlan of(long seed, int count, Set<FaultKind> possible, Cast cast) {
        return new FaultPlan(new Dealer(new Random(seed), possible, cast).deal(count));
    }

    /** The number of faults of each kind that there is. */
    Map<FaultKind, Integer> counts() {
        Map<FaultKind, Integer> counts = new EnumMap<>(FaultKind.class);
        faults.forEach(fault -> counts.merge(fault.kind(), 1, Integer::sum));
        return counts;
    }

    private static final class Dealer {
        private final Random random;
        private final Set<FaultKind> possible;
        private final Cast cast;
        private final List<FaultKind> deck = new ArrayList<>();
        private Duration now = Duration.ZERO;
        private Duration brokersWholeAt = Duration.ZERO;

        Dealer(Random random, Set<FaultKind> possible, Cast cast) {
            this.random = random;
            this.possible = possible;
            this.cast = cast;
        }

        List<Fault> deal(int count) {
            List<Fault> faults = new ArrayList<>();
            for (int number = 1; number <= count; number++) {
                faults.add(next(number));
            }
            return faults;
        }

        private Fault next(int number) {
            FaultKind kind = card();
            now = now.plusMillis(random.nextInt(LONGEST_GAP_MILLIS));
            int target = random.nextInt(cast.members().get(kind.role()));
            Duration lasting = Duration.ofMillis(
                    kind.shortestMillis() + random.nextInt(kind.longestMillis() - kind.shortestMillis()));
            int ahead = 1 + random.nextInt(LARGEST_STEP_SECONDS);
            int back = -1 - random.nextInt(LARGEST_STEP_BACK_SECONDS);
            int seconds = random.nextBoolean() ? ahead : back;
            Duration step = kind.stepsClock() ? Duration.ofSeconds(seconds) : Duration.ZERO;
            if (kind.role() == Role.BROKER) {
                now = now.compareTo(brokersWholeAt) < 0 ? brokersWholeAt : now;
                brokersWholeAt = now.plus(lasting).plus(BROKER_RECOVERY);
            }
            return new Fault(number, now, kind, target, lasting, step);
        }

        private FaultKind card() {
            if (deck.isEmpty()) {
                for (FaultKind kind : FaultKind.values()) {
                    deck.addAll(Collections.nCopies(possible.contains(kind) ? kind.cards() : 0, kind));
                }
                Collections.shuffle(deck, random);
            }
            return deck.remove(deck.size() - 1);
        }
    }
}
