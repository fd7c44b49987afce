package dev.bellwether.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bellwether.platform.contract.Column;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.contract.Driver;
import dev.bellwether.platform.contract.FeatureContracts;
import dev.bellwether.platform.contract.FeatureEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.NumericType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureCatalogueTest {
  private static final Contract CONTRACT = Contracts.of("account_features");
  private static final Pattern NAME = Pattern.compile("\"([a-z][a-z0-9_]+)\"");

  @Test
  void aFeatureThatOnlyAContractKnowsIsTold() {
    String column =
        """
              - name: logins_28d
                logicalType: integer
                physicalType: bigint
                description: Logins in 28 days; null when unknown.
                customProperties:
                  - property: feature
                    value:
                      name: logins
                      unit: count
                      driver: activity
                      model: true
                      polarity: higher_is_better
                      level: "{value} login[s]"
                      fall: "{by} login[s] fewer"
        """;
    FeatureCatalogue catalogue = new FeatureCatalogue(FeatureContracts.withColumn(column));

    assertThat(catalogue.words("logins_28d", "sign_ins").level(1)).isEqualTo("1 login");
    assertThat(catalogue.words("logins_28d", "sign_ins").move(9, 2))
        .isEqualTo("seven logins fewer");
    assertThat(catalogue.words("logins_28d", "sign_ins").move(2, 9)).isEqualTo("logins rose 2 → 9");
    assertThat(catalogue.driver("logins_28d")).isEqualTo(new Driver("activity", true));
    assertThat(catalogue.numbersOfModels()).contains("logins_28d");
  }

  @Test
  void everyNumberAndFlagIsAFeatureSinceScorecardsMayReadIt() {
    assertThat(CONTRACT.columns())
        .filteredOn(c -> c.type() instanceof NumericType || c.type() instanceof BooleanType)
        .allSatisfy(column -> assertThat(column.feature()).as(column.name()).isPresent());
  }

  @Test
  void noTwoFeaturesAreToldInTheSameWords() {
    List<FeatureEntry> entries =
        CONTRACT.columns().stream().flatMap(column -> column.feature().stream()).toList();

    assertThat(entries).extracting(FeatureEntry::name).doesNotHaveDuplicates();
    assertThat(entries)
        .extracting(entry -> entry.words().get(FeatureEntry.LEVEL))
        .doesNotHaveDuplicates()
        .allSatisfy(level -> assertThat(level).contains("{value}"));
  }

  @Test
  void textsAreOfDriversThatNobodyCanActOnSinceAReasonTellsANumber() {
    FeatureCatalogue catalogue = FeatureCatalogue.ofAccounts();

    assertThat(catalogue.textsOfModels())
        .isNotEmpty()
        .allSatisfy(text -> assertThat(catalogue.driver(text).actionable()).as(text).isFalse());
  }

  @Test
  void whatNobodyCanActOnIsGiven() {
    assertThat(FeatureCatalogue.ofAccounts().given())
        .containsExactly(
            "account_age_days",
            "auto_renew",
            "days_to_renewal",
            "mrr",
            "plan",
            "seats",
            "segment",
            "term_months");
  }

  @Test
  void modelsReadWhatTheyReadBeforeThereWasACatalogue() {
    assertThat(FeatureCatalogue.ofAccounts().textsOfModels()).containsExactly("segment", "plan");
    assertThat(FeatureCatalogue.ofAccounts().numbersOfModels())
        .startsWith("mrr", "account_age_days", "seats", "term_months", "auto_renew")
        .contains("days_without_sponsor", "csm_rating_points")
        .doesNotContain("days_to_renewal", "csm_rating_faded", "arr", "notice_in_force");
  }

  /** So that a new one needs its class, its entry in the contract, and a scorecard, and no more. */
  @Test
  void martsNameNoFeatureThatSomebodyCanActOn() throws IOException {
    // what the CSM says stands beside the band as such, and so do facts on the risk list; contacts
    // of support are told for the users that there are
    Set<String> beside =
        Set.of(
            "active_users_28d",
            "csm_rating_points",
            "days_past_due",
            "open_escalations",
            "oldest_open_ticket_days",
            "days_since_last_touch",
            "days_without_sponsor",
            "seat_utilisation");
    Path main = Path.of("src", "main", "java", "dev", "bellwether", "marts");
    try (Stream<Path> files = Files.walk(main)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        Matcher names = NAME.matcher(Files.readString(file));
        assertThat(names.results().map(name -> name.group(1)))
            .as(file.toString())
            .noneMatch(name -> isActionable(name) && !beside.contains(name));
      }
    }
  }

  private static boolean isActionable(String name) {
    boolean hasDriver =
        CONTRACT.column(name).flatMap(Column::feature).flatMap(FeatureEntry::driver).isPresent();
    return hasDriver && FeatureCatalogue.ofAccounts().driver(name).actionable();
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "unit: share|unit: percent|'percent' is not one of [share, change,",
        "unit: days|unit: text|unit text does not fit the type INT",
        "driver: payments|driver: payment|the table's drivers do not include payment",
        "- surveys|- surveys\\n            - weather|drivers: no feature belongs to [weather]",
        "- surveys|- surveys\\n            - errors|drivers: errors is there twice",
        "actionable:|doable:|drivers: unknown [doable]",
        "model: true|models: true|feature: unknown [models]",
        "model: true|model: maybe|model wants true or false",
        "polarity: lower_is_better|polarity: lower|'lower' is not one of [higher_is_better,",
        "driver: errors\\n              model: true|model: true|feature: what a model reads belongs to a driver",
        "level: \"no use for {value}\"|ends: no use|level is missing",
        "no use for {value}|no use for {from}|level: there is no {from}; known are [value]",
        "for {from} → {to}|for {from} → {value}|move: there is no {value}; known are [by, from, to]"
      })
  void whatIsWrongIsNamedWithItsPlace(String sound, String wrong, String error) {
    assertThatThrownBy(() -> FeatureContracts.changed(unescaped(sound), unescaped(wrong)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("schemas/features/account_features.yaml")
        .hasMessageContaining(error);
  }

  private static String unescaped(String text) {
    return text.replace("\\n", "\n");
  }
}
