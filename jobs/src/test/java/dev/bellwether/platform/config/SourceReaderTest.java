package dev.bellwether.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.bellwether.platform.config.Source.Arrival;
import dev.bellwether.platform.config.Source.ArrivalKind;
import dev.bellwether.platform.config.Source.Input;
import dev.bellwether.platform.config.Source.Mapping;
import dev.bellwether.platform.config.Source.Mode;
import dev.bellwether.platform.errors.BellwetherException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceReaderTest {
  @TempDir Path folder;
  private ConfFixture conf;

  @BeforeEach
  void fill() {
    conf = new ConfFixture(folder);
  }

  @Test
  void inputsAreReadInOrder() {
    Source source = acme();
    assertThat(source.name()).isEqualTo("acme");
    assertThat(source.path()).isEqualTo("/raw/acme");
    assertThat(source.inputs()).containsOnlyKeys("customers", "contract_lines");
    assertThat(source.inputs().get("customers"))
        .isEqualTo(
            new Input(
                "csv",
                "customers.csv",
                Mode.SNAPSHOT,
                new Arrival(ArrivalKind.COLUMN, "arrived_on"),
                true,
                true,
                Map.of()));
    Input lines = source.inputs().get("contract_lines");
    assertThat(lines.mode()).isEqualTo(Mode.APPEND);
    assertThat(lines.arrival()).isEqualTo(new Arrival(ArrivalKind.FIRST_SEEN, null));
    assertThat(lines.deletes()).isFalse();
    assertThat(lines.required()).isFalse();
  }

  @Test
  void optionsOfAReaderStayAsWritten() {
    assertThat(acme().inputs().get("contract_lines").options())
        .containsExactly(
            entry("multiLine", "true"),
            entry("spark.foo", "1"),
            entry("recursiveFileLookup", "true"),
            entry("nullValue", "NO"),
            entry("dateFormat", "2023-01-01"),
            entry("comment", ""));
  }

  @Test
  void tablesAreReadWithTheInputsThatTheyName() {
    Map<String, Mapping> tables = acme().tables();
    assertThat(tables.get("accounts"))
        .isEqualTo(
            new Mapping(
                "customers",
                "SELECT id AS account_id, arrived_on\nFROM customers\n",
                null,
                Set.of("customers"),
                Optional.of(Set.of("account_id", "arrived_on"))));
    Mapping subscriptions = tables.get("subscriptions");
    assertThat(subscriptions.from()).isEqualTo("contract_lines");
    assertThat(subscriptions.historyCompleteFrom()).isEqualTo(LocalDate.of(2023, 1, 1));
    assertThat(subscriptions.inputs()).containsExactlyInAnyOrder("contract_lines", "customers");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT a.id AS account_id, A.Arrived_On FROM customers a | true | false",
        "SELECT * FROM customers | true | true",
        "SELECT c.*, 1 AS seats FROM customers c | true | true",
        "SELECT inline(rows) FROM customers | true | true",
        "WITH x AS (SELECT name AS n FROM customers) SELECT n AS arrived_on FROM x | true | false",
        "SELECT max(arrived_on) AS arrived_on FROM customers GROUP BY id HAVING count(*) > 1"
            + " ORDER BY 1 LIMIT 5 | true | false",
        "SELECT DISTINCT arrived_on FROM customers UNION ALL SELECT name FROM customers"
            + " | true | false",
        "SELECT arrived_on AS day, name FROM customers | false | true",
        "TABLE customers | true | true"
      })
  void whatASelectMayGiveIsToldByItsText(String select, boolean arrivedOn, boolean name) {
    LogicalPlan query = new CatalystSqlParser().parsePlan(select);
    Mapping mapping = new Mapping("customers", select, null, Set.of(), SelectNames.of(query));

    assertThat(mapping.mayGive("arrived_on")).isEqualTo(arrivedOn);
    assertThat(mapping.mayGive("name")).isEqualTo(name);
  }

  @Test
  void sourcePathSettingWinsOverThePathInTheFile() {
    assertThat(conf.loadAcme("source.path=raw").source().orElseThrow().path()).isEqualTo("raw");
    conf.sourceWith("path: /raw/acme\n", "");
    assertThat(conf.loadAcme("source.path=raw").source().orElseThrow().path()).isEqualTo("raw");
  }

  @ParameterizedTest
  @CsvSource({
    "first_seen,FIRST_SEEN,",
    "event_time,EVENT_TIME,",
    "column loaded_at,COLUMN,loaded_at",
    "{column: loaded.at},COLUMN,loaded.at"
  })
  void arrivalTakesThreeForms(String written, ArrivalKind kind, String column) {
    conf.sourceWith("arrival: {column: arrived_on}", "arrival: " + written);
    assertThat(acme().inputs().get("customers").arrival()).isEqualTo(new Arrival(kind, column));
  }

  @Test
  void selectMayStandInItsOwnFile() {
    conf.sourceWith(
        "select: |\n      SELECT id AS account_id, arrived_on\n      FROM customers",
        "select_file: accounts.sql");
    conf.write("sources/acme/accounts.sql", "\uFEFFSELECT *\r\nFROM Customers\r\n");
    Mapping accounts = acme().tables().get("accounts");
    assertThat(accounts.select()).isEqualTo("SELECT *\nFROM Customers\n");
    assertThat(accounts.from()).isEqualTo("customers");
  }

  @Test
  void windowsFileReadsLikeAnyOther() {
    Source expected = acme();
    String windows = "\uFEFF" + ConfFixture.resource("source.yaml").replace("\n", "\r\n");
    conf.write("sources/acme/source.yaml", windows);
    assertThat(acme()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "name: acme|name: other|source.yaml: name|write name: acme",
        "inputs:|input:|source.yaml: input|did you mean inputs?",
        "path: /raw/acme|path:|source.yaml: path|--set source.path=FOLDER",
        "format: csv|format: xlsx|inputs.customers.format|known: csv, json, parquet, delta",
        "format: csv|fromat: csv|inputs.customers.fromat|did you mean format?",
        "mode: snapshot|mode: snap|inputs.customers.mode|did you mean snapshot?",
        "mode: snapshot|mode: append|inputs.customers.deletes|drop deletes",
        "deletes: true|options: {encoding: latin-eleven}|inputs.customers.options.encoding|windows-1252",
        "deletes: true|options: {IgnoreCorruptFiles: 'true'}|customers.options.IgnoreCorruptFiles|passed over",
        "deletes: true|options: {sessionInitStatement: x}|customers.options.sessionInitStatement|only be read",
        "deletes: true|deletes: yes|inputs.customers.deletes|known: true, false",
        "{column: arrived_on}|{colum: arrived_on}|customers.arrival.colum|mean column?",
        "{column: arrived_on}|lastly|inputs.customers.arrival|first_seen, event_time",
        "spark.foo: \"1\"|spark: {foo: 1}|contract_lines.options.spark|single text",
        "comment: \"\"|comment:|contract_lines.options.comment|empty text",
        "comment: \"\"|comment: \"${sys:a}\"|options.comment|only ${env:NAME}",
        "  customers:|  my.customers:|inputs.my.customers|letters, digits",
        "  accounts:|  acounts:|tables.acounts|did you mean accounts?",
        "  accounts:|  tickets:|tables.accounts|must make accounts and subscriptions",
        "  subscriptions:|  usage_events:|tables.subscriptions|or tickets alone",
        "from: contract_lines|from: contracts|tables.subscriptions.from|mean contract_lines?",
        "    from: contract_lines||tables.subscriptions.from|contract_lines",
        "FROM customers|FROM clients|tables.accounts.select|names no input",
        "FROM customers|FROM customers_old|tables.accounts.select|names no input",
        "FROM customers|FROM ${customers}|tables.accounts.select|only ${env:NAME}",
        "FROM customers|FROM ${env:NO_SUCH}|accounts.select|variable NO_SUCH",
        "history_complete_from: 2023-01-01|history_complete_from: 1/1/2023|history_c|not a date",
        "    select: S|    selects: S|subscriptions.selects|did you mean select?",
        "    select: S|    select_file: x.sql #|subscriptions.select_file|does not exist",
        "    select: S|    select_file: ../../x.sql #|subscriptions.select_file|outside",
        "    select: S|    select_file: x.sql@    select: S|subscriptions.select|exactly one"
      })
  void faultNamesFileKeyAndFix(String old, String changed, String where, String advice) {
    conf.sourceWith(old, changed == null ? "" : changed.replace('@', '\n'));
    assertThatThrownBy(conf::loadAcme)
        .isInstanceOf(BellwetherException.class)
        .hasMessageContainingAll("source.yaml: ", where, advice);
  }

  @Test
  void fromThatTheSelectDoesNotNameIsRefused() {
    conf.sourceWith("  accounts:\n", "  accounts:\n    from: contract_lines\n");
    assertThatThrownBy(conf::loadAcme)
        .hasMessageContainingAll("tables.accounts.from", "does not name contract_lines");
  }

  @Test
  void onlyWhatIsReadIsAnInputAndNotWhatIsNamedSo() {
    conf.sourceWith(
        "SELECT id AS account_id, arrived_on\n      FROM customers",
        """
        WITH contract_lines AS (SELECT *, 'contract_lines' AS contract_lines FROM customers)
              SELECT id AS account_id, arrived_on, contract_lines -- contract_lines
              FROM Contract_Lines""");
    Mapping accounts = acme().tables().get("accounts");
    assertThat(accounts.from()).isEqualTo("customers");
    assertThat(accounts.inputs()).containsExactly("customers");

    conf.sourceWith(
        "SELECT id AS account_id, arrived_on\n      FROM customers",
        """
        WITH customers AS (WITH contract_lines AS (SELECT 1) SELECT * FROM customers)
              SELECT c.* FROM customers c JOIN contract_lines""");
    assertThatThrownBy(conf::loadAcme).hasMessageContaining("names several inputs");
  }

  private Source acme() {
    return conf.loadAcme().source().orElseThrow();
  }
}
