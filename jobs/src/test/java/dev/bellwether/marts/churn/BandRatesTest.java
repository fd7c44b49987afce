package dev.bellwether.marts.churn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bellwether.MartTest;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.config.Settings;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class BandRatesTest extends MartTest {
  private static final double SHRINKAGE = 5;
  private static final Settings.Churn SETTINGS =
      settings(null, Settings.ChurnLabel.SUBSCRIPTIONS, 30, SHRINKAGE).churn();
  private static final LocalDate TEST_FROM = LocalDate.parse("2024-03-31");
  private static final LocalDate TRIED_ON = LocalDate.parse("2024-09-30");
  private static final List<LocalDate> OBSERVED =
      Dates.monthEnds(LocalDate.parse("2023-01-31"), LocalDate.parse("2024-05-31"));

  /** The last day from which 90 days and the gap of 31 end by the first day of the test. */
  private static final int LAST_TAUGHT = day(TEST_FROM) - 121;

  private static int day(LocalDate date) {
    return (int) date.toEpochDay();
  }

  private static List<Observation> generated(int seed) {
    Random random = new Random(seed);
    List<Observation> observations = new ArrayList<>();
    for (int account = 0; account < 60; account++) {
      for (LocalDate date : OBSERVED) {
        String band =
            Arrays.asList("green", "yellow", "red", "unknown", null).get(random.nextInt(5));
        String segment = Arrays.asList("smb", "enterprise", null).get(random.nextInt(3));
        Integer decision = random.nextInt(4) == 0 ? null : Integer.valueOf(random.nextInt(200));
        Integer churnedAfter = random.nextInt(3) == 0 ? 1 + random.nextInt(180) : null;
        observations.add(
            observation("a" + account, day(date), band, segment, decision, churnedAfter));
      }
    }
    return observations;
  }

  private static Observation observation(
      String account,
      int day,
      String band,
      String segment,
      Integer decision,
      Integer churnedAfter) {
    double[] numbers = new double[HazardFeatures.NUMBERS.size()];
    String[] texts = new String[HazardFeatures.TEXTS.size()];
    texts[HazardFeatures.TEXTS.indexOf("segment")] = segment;
    List<Observation.Outcome> outcomes = new ArrayList<>();
    for (int horizon : Horizons.DAYS) {
      boolean churned = churnedAfter != null && churnedAfter <= horizon;
      outcomes.add(
          new Observation.Outcome(
              horizon,
              day + horizon + GAP_DAYS,
              churned ? Integer.valueOf(day + churnedAfter) : null));
    }
    return new Observation(
        account,
        day,
        decision,
        decision,
        12,
        numbers,
        texts,
        List.of(),
        band,
        List.copyOf(outcomes));
  }

  private static BandRates learned(List<Observation> observations) {
    return BandRates.of(
        spark(),
        SETTINGS,
        JavaSparkContext.fromSparkContext(spark().sparkContext()).parallelize(observations, 3),
        TRIED_ON,
        day(TEST_FROM));
  }

  private static Observation asked(String band, String segment, Integer decision) {
    return observation("b", day(TEST_FROM), band, segment, decision, null);
  }

  private static List<Observation> asked() {
    List<Observation> all = new ArrayList<>();
    for (String band : Arrays.asList("green", "yellow", "red", "unknown", null)) {
      for (String segment : Arrays.asList("smb", "enterprise", null, "never seen")) {
        for (Integer decision : Arrays.asList(null, 1, 90, 91)) {
          all.add(asked(band, segment, decision));
        }
      }
    }
    return all;
  }

  private static double[] rates(List<Observation> observations) {
    return learned(observations).probabilities(asked());
  }

  @Test
  void ratesAreWhatPlainLoopsCount() {
    List<Observation> observations = generated(1);
    BandRates rates = learned(observations);

    for (Observation customer : asked()) {
      assertThat(rates.probabilities(List.of(customer))[0])
          .as(customer.band() + " " + customer.text("segment") + " " + customer.daysToDecision())
          .isCloseTo(counted(customer, observations), within(1e-12));
    }
    assertThat(Arrays.stream(rates.probabilities(asked())).distinct().count())
        .as("16 cells of band and segment, twice, less those never seen")
        .isEqualTo(26);
  }

  private static double counted(Observation customer, List<Observation> observations) {
    double cell = 0;
    double cellChurned = 0;
    double all = 0;
    double allChurned = 0;
    boolean decides = customer.daysToDecision() != null && customer.daysToDecision() <= 90;
    for (Observation each : observations) {
      boolean alsoDecides = each.daysToDecision() != null && each.daysToDecision() <= 90;
      if (each.day() > LAST_TAUGHT || each.band() == null || alsoDecides != decides) {
        continue;
      }
      int churned = each.outcomes().get(1).churnedOn() == null ? 0 : 1;
      all++;
      allChurned += churned;
      if (each.band().equals(customer.band())
          && each.text("segment").equals(customer.text("segment"))) {
        cell++;
        cellChurned += churned;
      }
    }
    return (cellChurned + SHRINKAGE * allChurned / all) / (cell + SHRINKAGE);
  }

  @Test
  void whatBecameOfLaterObservationsTeachesNothing() {
    List<Observation> observations = generated(1);
    List<Observation> others = new ArrayList<>(generated(2));
    others.removeIf(each -> each.day() <= LAST_TAUGHT);
    List<Observation> earlier = new ArrayList<>(observations);
    earlier.removeIf(each -> each.day() > LAST_TAUGHT);
    others.addAll(earlier);

    assertThat(others).hasSameSizeAs(observations);
    assertThat(rates(others)).containsExactly(rates(observations));
    assertThat(rates(generated(2))).isNotEqualTo(rates(observations));
  }

  @Test
  void anOutcomeThatWasNotKnownOnTheDayOfTheTrialTeachesNothing() {
    List<Observation> observations = generated(1);
    Observation late = observations.get(0);
    List<Observation> written = new ArrayList<>(observations);
    written.set(
        0,
        new Observation(
            late.accountId(),
            late.day(),
            null,
            null,
            null,
            late.numbers(),
            late.texts(),
            List.of(),
            "green",
            List.of(new Observation.Outcome(90, day(TRIED_ON) + 1, late.day() + 1))));
    List<Observation> without = observations.subList(1, observations.size());

    assertThat(rates(written)).containsExactly(rates(without));
  }

  @Test
  void nothingIsToldToBeImpossibleOrCertain() {
    int day = day(OBSERVED.get(0));
    List<Observation> observations =
        List.of(
            observation("a", day, "green", "smb", null, null),
            observation("b", day, "green", "smb", null, null),
            observation("c", day, "red", "smb", 10, 20));
    BandRates rates = learned(observations);

    assertThat(rates.probabilities(List.of(asked("green", "smb", null)))[0]).isEqualTo(0.5 / 4);
    assertThat(rates.probabilities(List.of(asked("red", "smb", 10)))[0]).isEqualTo(1 - 0.5 / 4);
  }

  @Test
  void whoDecidesWhereNobodyDecidedBeforeHasTheRateOfEverybody() {
    int day = day(OBSERVED.get(0));
    List<Observation> observations =
        List.of(
            observation("a", day, "green", "smb", null, 20),
            observation("b", day, "green", "smb", null, null));

    assertThat(learned(observations).probabilities(List.of(asked("green", "smb", 10)))[0])
        .isEqualTo(1.5 / 3);
  }
}
