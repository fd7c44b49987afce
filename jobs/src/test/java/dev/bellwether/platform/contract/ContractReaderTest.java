package dev.bellwether.platform.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractReaderTest {
  /** Tables of what is, rather than of what happened. */
  private static final Set<String> UNDATED =
      Set.of("account_identities", "accounts", "business_hours", "holidays");

  @Test
  void aContractIsReadWhole() {
    Contract ratings = ContractFixtures.ratings();

    assertThat(ratings.layer()).isEqualTo("marts");
    assertThat(ratings.grain()).isEqualTo("one row per account_id and day");
    assertThat(ratings.key()).containsExactly("account_id", "day");
    assertThat(ratings.eventTime()).isEqualTo("day");
    assertThat(ratings.partitionedBy()).containsExactly("day");
    assertThat(ratings.checks())
        .containsExactly(
            new Check(
                "red_has_few_parts",
                "red should have few parts",
                "rating = 'red' AND parts > 5",
                true));
  }

  @Test
  void aColumnIsReadWhole() {
    Column amount = ContractFixtures.ratings().column("amount").orElseThrow();
    Column parts = ContractFixtures.ratings().column("parts").orElseThrow();
    Column rating = ContractFixtures.ratings().column("rating").orElseThrow();

    assertThat(amount.type()).isEqualTo(DataTypes.createDecimalType(18, 2));
    assertThat(amount.minimum()).isEqualTo("0");
    assertThat(amount.maximum()).isEqualTo("10.5");
    assertThat(amount.knownFrom().isStatic()).isTrue();
    assertThat(parts.knownFrom()).isEqualTo(KnownFrom.columns(List.of("day")));
    assertThat(rating.validValues()).containsExactly("green", "yellow", "red");
  }

  /** Each line: a text of the sound contract, what it is replaced by, and the error's gist. */
  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "v3.1.0|v2.0.0|apiVersion is 'v2.0.0', not 'v3.1.0'",
        "domain: marts|domain: staging|the domain 'staging' is not the folder",
        "- name: ratings|- name: scores|name is 'scores', not 'ratings'",
        "    physicalType: table|    physicalType: view|physicalType is 'view', not 'table'",
        "    dataGranularityDescription:|    grain:|unknown [grain]",
        "description: The account.|meaning: The account.|account_id: unknown [meaning]",
        "physicalType: double|physicalType: text|share: physicalType text is not a Spark type",
        "logicalType: string|logicalType: text|account_id: logicalType is not one of",
        "logicalType: date|logicalType: timestamp|day: physicalType date is not a Spark type for",
        "required: true|required: please|account_id: required wants true or false",
        "primaryKeyPosition: 1|primaryKeyPosition: first|primaryKeyPosition wants a whole number",
        "primaryKeyPosition: 2|primaryKeyPosition: 3|counts from 1 without gaps, not [1, 3]",
        "primaryKey: true|primaryKey: false|primaryKey: true and a primaryKeyPosition",
        "minimum: 0|minimum: none|amount, logicalTypeOptions: minimum wants a number",
        "minimum: 0|least: 0|amount, logicalTypeOptions: unknown [least]",
        "minimum: 1|minimum: 1.5|parts: the bound 1.5 is not a whole number",
        "value: [day]|value: [month]|there is no column month",
        "value: [day]|value: [share]|parts: knownFrom: share is neither a date nor a timestamp",
        "property: knownFrom|property: knownSince|parts, customProperties: unknown [knownSince]",
        "property: knownFrom|property: formerly|parts: formerly: day is a column of the table",
        "property: eventTime|property: happened|customProperties: unknown [happened]",
        "value: day|value: noon|eventTime: there is no column noon",
        "metric: invalidValues|metric: rowCount|metric is 'rowCount', not 'invalidValues'",
        "FROM ratings WHERE|FROM scores WHERE|red_has_few_parts: a rule reads SELECT COUNT(*)",
        "SELECT COUNT(*)|SELECT account_id|red_has_few_parts: a rule reads SELECT COUNT(*)",
        "severity: warning|severity: bad|severity is error or warning, not 'bad'",
        "name: share|name: amount|amount: a column's name is snake_case and there once",
        "kind: DataContract|kind: [|not readable as YAML",
        "kind: DataContract|name: twice|not readable as YAML",
      })
  void whatIsWrongIsNamedWithItsFileAndPlace(String sound, String wrong, String error) {
    String yaml = ContractFixtures.RATINGS_YAML.replaceFirst(Pattern.quote(sound), wrong);

    assertThat(yaml).isNotEqualTo(ContractFixtures.RATINGS_YAML);
    assertThatThrownBy(() -> ContractReader.read("marts/ratings.yaml", yaml))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("schemas/marts/ratings.yaml")
        .hasMessageContaining(error);
  }

  @Test
  void everyStagingTableOfTheDesignIsShipped() {
    assertThat(Contracts.all())
        .filteredOn(contract -> contract.layer().equals("staging"))
        .extracting(Contract::name)
        .contains(
            "accounts",
            "churn_events",
            "csm_assessments",
            "exchange_rates",
            "invoices",
            "subscriptions",
            "surveys",
            "tickets",
            "usage_events");
  }

  @Test
  void everyShippedStagingTableHasAKeyAndFactsHaveATime() {
    assertThat(Contracts.all())
        .filteredOn(contract -> contract.layer().equals("staging"))
        .allSatisfy(
            contract -> {
              assertThat(contract.key()).as(contract.name()).isNotEmpty();
              assertThat(contract.eventTime() == null)
                  .as(contract.name())
                  .isEqualTo(UNDATED.contains(contract.name()));
            });
  }
}
