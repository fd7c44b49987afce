package dev.bellwether.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.Staged;
import dev.bellwether.platform.config.Settings.ChurnLabel;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Any valid settings, written key by key into any layers, are read back as they were. */
class SettingsRoundTripTest {

  @Property(tries = 100)
  void validSettingsRoundTripThroughAnyLayer(
      @ForAll("settings") Settings settings, @ForAll long seed) throws IOException {
    ConfFixture conf = new ConfFixture(Files.createTempDirectory("conf"));
    Random random = new Random(seed);
    StringBuilder file = new StringBuilder();
    List<String> sets = new ArrayList<>();
    written(settings)
        .forEach(
            (key, value) -> {
              switch (random.nextInt(3)) {
                case 0 -> file.append(key).append(": '").append(value).append("'\n");
                case 1 -> conf.variable(SettingKeys.ofKey(key).orElseThrow().variable(), value);
                default -> sets.add(key + "=" + value);
              }
            });
    conf.settings(file.toString()).variable("BELLWETHER_HASH_KEY", key(settings));

    Settings read = conf.load(sets.toArray(String[]::new)).settings();

    assertThat(withScorecards(read, null)).isEqualTo(settings);
    delete(conf.folder);
  }

  @Provide
  Arbitrary<Settings> settings() {
    Arbitrary<String> texts =
        Arbitraries.strings().withCharRange('!', '~').excludeChars('$', '\'').ofMinLength(1);
    Arbitrary<ZoneId> zones = Arbitraries.of("UTC", "Europe/Berlin", "+02:00").map(ZoneId::of);
    Arbitrary<Settings.Churn> churn =
        Combinators.combine(
                Arbitraries.of(ChurnLabel.class),
                Arbitraries.integers().between(0, 3650),
                Arbitraries.integers().greaterOrEqual(1),
                Arbitraries.doubles().between(1e-300, 1e300).ofScale(300),
                Arbitraries.integers().greaterOrEqual(1),
                Arbitraries.integers().between(1, 3650))
            .as(Settings.Churn::new);
    Arbitrary<Integer> counts = Arbitraries.integers().greaterOrEqual(0);
    Arbitrary<Settings.Spark> spark =
        Combinators.combine(
                counts,
                counts,
                Arbitraries.integers().greaterOrEqual(1),
                Arbitraries.of(true, false))
            .as(
                (cores, partitions, steps, ui) ->
                    new Settings.Spark(cores, partitions, steps, ui, Map.of()));
    // no more than eight at once
    Arbitrary<Tuple.Tuple3<Settings.Billing, Settings.Renewals, Settings.Support>>
        billingAndRenewals =
            Combinators.combine(
                    Arbitraries.bigDecimals()
                        .between(BigDecimal.ZERO, new BigDecimal(1000))
                        .ofScale(2)
                        .map(Settings.Billing::new),
                    renewals(),
                    Arbitraries.integers()
                        .between(1, 23)
                        .map(
                            any ->
                                new Settings.Support(any, any, 0.5, 1.0 / any, any, any, any, any)))
                .as(Tuple::of);
    return Combinators.combine(
            texts,
            zones,
            Arbitraries.of("USD", "EUR", "JPY", "NOK"),
            churn,
            billingAndRenewals,
            spark,
            Arbitraries.strings().map(key -> new Settings.Privacy(new Secret(key))),
            logs())
        .as(
            (home, zone, currency, label, decisions, cores, privacy, log) ->
                new Settings(
                    home,
                    zone,
                    currency,
                    label,
                    decisions.get1(),
                    decisions.get2(),
                    Staged.RETENTION,
                    decisions.get3(),
                    cores,
                    privacy,
                    null,
                    log));
  }

  private static Arbitrary<Settings.Log> logs() {
    return Combinators.combine(
            Arbitraries.of(Settings.LogLevel.values()),
            Arbitraries.of(Settings.LogFormat.values()),
            Arbitraries.of("/var/metrics/a night.prom", "x.prom").map(Path::of).optional())
        .as(Settings.Log::new);
  }

  private static Arbitrary<Settings.Renewals> renewals() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 3650),
            Arbitraries.integers().between(0, 3650),
            Arbitraries.doubles().between(0.01, 1),
            Arbitraries.of(Settings.ParentHealth.values()),
            Arbitraries.of("https://crm.example.com/{account_id}").optional(),
            Arbitraries.just(Playbook.NONE))
        .as(Settings.Renewals::new);
  }

  private static Map<String, String> written(Settings settings) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("home", settings.home());
    values.put("time_zone", settings.timeZone().getId());
    values.put("currency", settings.currency());
    values.put("churn.label", settings.churn().label().name().toLowerCase(Locale.ROOT));
    values.put("churn.gap_days", "" + settings.churn().gapDays());
    values.put("churn.minimum_churned", "" + settings.churn().minimumChurned());
    values.put("churn.shrinkage", "" + settings.churn().shrinkage());
    values.put("churn.model_minimum_churned", "" + settings.churn().modelMinimumChurned());
    values.put("churn.retrain_days", "" + settings.churn().retrainDays());
    values.put("billing.small_balance", settings.billing().smallBalance().toPlainString());
    values.put("renewals.window_days", "" + settings.renewals().windowDays());
    values.put("renewals.urgent_days", "" + settings.renewals().urgentDays());
    values.put("renewals.at_risk_probability", "" + settings.renewals().atRiskProbability());
    values.put(
        "renewals.parent_health",
        settings.renewals().parentHealth().name().toLowerCase(Locale.ROOT));
    settings.renewals().accountLink().ifPresent(link -> values.put("renewals.account_link", link));
    values.put("retention.gross_margin", "" + settings.retention().grossMargin());
    values.put("support.shared_tickets", "" + settings.support().sharedTickets());
    values.put("support.peak_ratio", "" + settings.support().peakRatio());
    values.put("support.variation", "" + settings.support().variation());
    values.put("support.out_of_hours_share", "" + settings.support().outOfHoursShare());
    values.put("support.backlog_days", "" + settings.support().backlogDays());
    values.put("support.stuck_days", "" + settings.support().stuckDays());
    values.put("support.opens_at", "" + settings.support().opensAt());
    values.put("support.closes_at", "" + settings.support().closesAt());
    values.put("spark.cores", "" + settings.spark().cores());
    values.put("spark.shuffle_partitions", "" + settings.spark().shufflePartitions());
    values.put("spark.parallel_steps", "" + settings.spark().parallelSteps());
    values.put("spark.ui", "" + settings.spark().ui());
    values.put("log.level", settings.log().level().name().toLowerCase(Locale.ROOT));
    values.put("log.format", settings.log().format().name().toLowerCase(Locale.ROOT));
    settings.log().metricsFile().ifPresent(file -> values.put("metrics.file", file.toString()));
    return values;
  }

  private static String key(Settings settings) {
    return settings.privacy().hashKey().value();
  }

  private static Settings withScorecards(Settings settings, Scorecards scorecards) {
    return new Settings(
        settings.home(),
        settings.timeZone(),
        settings.currency(),
        settings.churn(),
        settings.billing(),
        settings.renewals(),
        settings.retention(),
        settings.support(),
        settings.spark(),
        settings.privacy(),
        scorecards,
        settings.log());
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
