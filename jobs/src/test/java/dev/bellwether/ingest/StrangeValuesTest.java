package dev.bellwether.ingest;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import dev.bellwether.platform.contract.Column;
import dev.bellwether.platform.contract.Contracts;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values as other companies write them: days, currencies, ids, texts of a fixed set, numbers. */
class StrangeValuesTest extends SparkTest {
  @TempDir static Path folder;
  private static RawFolder raw;

  @BeforeAll
  static void ingestOnce() {
    raw =
        new RawFolder(folder, spark())
            .source(
                "first_seen",
                """
                usage: {format: csv, path: usage.csv, mode: append}
                tickets: {format: csv, path: tickets.csv, mode: snapshot}
                rates: {format: csv, path: rates.csv, mode: snapshot}""",
                """
                usage_events: {select: SELECT * FROM usage}
                tickets: {select: SELECT * FROM tickets}
                exchange_rates: {select: SELECT * FROM rates}""")
            .file("conf/bellwether.yaml", "time_zone: America/New_York");
    String text = raw.text("conf/sources/mine/source.yaml");
    raw.file(
        "conf/sources/mine/source.yaml",
        text.replace("SELECT subscription_id, account_id, start_date, end_date, mrr", "SELECT *"));
    raw.file(
        "raw/accounts.csv",
        "account_id,account_name,parent_account_id",
        "a ,Alpha,NULL",
        "b,Beta,0",
        "c,Gamma,a",
        "d,Delta,elsewhere");
    raw.file(
        "raw/subscriptions.csv",
        "subscription_id,account_id,start_date,end_date,mrr,currency,seats",
        "instant, a,2026-06-01T02:00:00Z,,100,usd,5",
        "datetime,a,2026-06-01 00:00:00,9999-12-31,100, Eur ,5.0",
        "city,a,2026-06-02 04:30:00 Europe/Budapest,,100,USD,",
        "serial,a,45292,,100,USD,",
        "year,a,2025,,100,USD,",
        "late,a,2201-01-01,,100,USD,",
        "nowhere,a,2026-06-01,,100,XXX,",
        "early,a,2020-06-01,,100,EUR,",
        "half,a,2026-06-01,,100,USD,1.5");
    raw.file(
        "raw/usage.csv",
        "event_id,account_id,user_id,occurred_at,events,actor",
        "e1,a,Bob@x.example,2026-05-01T12:00:00Z,0,User",
        "e2,a, bob@X.example ,2026-05-01T12:00:00Z,,",
        "e3,a,Bob,2026-05-01T12:00:00Z,9223372036854775807,",
        "e5,a,N/A,2026-05-01T12:00:00Z,1,",
        "e4,a,bob,1780000000000,1,");
    raw.file(
        "raw/tickets.csv",
        "ticket_id,account_id,created_at,priority,line",
        "t1,a,2026-05-01T12:00:00Z,Urgent,l2");
    raw.file("raw/rates.csv", "rate_date,from_currency,to_currency,rate", "2026-01-01,eur,usd,1.1");
    raw.ingest("2026-06-30", null);
  }

  private static String value(String table, String where, String column) {
    Row row = raw.warehouse.read(table).where(where).first();
    return String.valueOf(row.<Object>getAs(column));
  }

  @Test
  void instantIsCutInTheBusinessZoneAndDateTimeWithoutZoneIsTheDayThatItSays() {
    assertThat(value("subscriptions", "subscription_id = 'instant'", "start_date"))
        .isEqualTo("2026-05-31");
    assertThat(value("subscriptions", "subscription_id = 'city'", "start_date"))
        .isEqualTo("2026-06-01");
    assertThat(value("subscriptions", "subscription_id = 'datetime'", "start_date"))
        .isEqualTo("2026-06-01");
    assertThat(value("subscriptions", "subscription_id = 'datetime'", "end_date"))
        .as("a day by which systems say that there is no end")
        .isEqualTo("null");
  }

  @Test
  void serialNumbersYearsAndFarDatesAreRefusedByNameWithAHint() {
    assertThat(raw.reasons("subscriptions"))
        .containsExactly(
            "seats is not a valid int: '1.5' (numbers are read as 1234.50, without units, spaces"
                + " or thousands)",
            "start_date is not a valid date: '2025' (it names no day)",
            "start_date is not a valid date: '2201-01-01' (there is no such day, or it is not from"
                + " 1900 to 2200)",
            "start_date is not a valid date: '45292' (an Excel serial number? convert it:"
                + " date_add(DATE'1899-12-30', CAST(start_date AS int)))");
    assertThat(raw.reasons("usage_events"))
        .containsExactly(
            "events is above 1000000000: 9223372036854775807",
            "occurred_at is not a valid timestamp: '1780000000000' (milliseconds since 1970?"
                + " convert it: timestamp_millis(occurred_at))");
  }

  @Test
  void wordsForNoneAreNobodyAndNoParent() {
    assertThat(
            raw.warehouse
                .read("accounts")
                .selectExpr("concat_ws(' of ', account_id, parent_account_id)")
                .as(Encoders.STRING())
                .collectAsList())
        .containsExactlyInAnyOrder("a", "b", "c of a", "d of elsewhere");
    assertThat(value("usage_events", "event_id = 'e5'", "user_key")).isEqualTo("null");
    assertThat(
            raw.warehouse
                .read("input_warning")
                .where("`table` = 'accounts'")
                .selectExpr("concat(reason, ': ', rows)")
                .as(Encoders.STRING())
                .collectAsList())
        .containsExactlyInAnyOrder(
            "parent_account_id is a word for none, and read as none: 2",
            "parent_account_id is not (yet) in accounts: 1");
  }

  @Test
  void currenciesAreCapitalsAndAmountsWithoutARateAreCounted() {
    assertThat(value("subscriptions", "subscription_id = 'instant'", "currency")).isEqualTo("USD");
    assertThat(value("subscriptions", "subscription_id = 'datetime'", "currency")).isEqualTo("EUR");
    assertThat(value("exchange_rates", "true", "from_currency")).isEqualTo("EUR");
    assertThat(
            raw.warehouse
                .read("input_warning")
                .where("reason LIKE 'no exchange rate%'")
                .selectExpr("concat(`table`, ': ', reason, ': ', rows)")
                .collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactlyInAnyOrder(
            "subscriptions: no exchange rate from XXX to USD on its day: 1",
            "subscriptions: no exchange rate from EUR to USD on its day: 1");
  }

  @Test
  void idsAreTrimmedMailsComparedWithoutCaseAndSetsOfWordsToo() {
    assertThat(value("accounts", "account_name = 'Alpha'", "account_id")).isEqualTo("a");
    assertThat(value("subscriptions", "subscription_id = 'instant'", "account_id")).isEqualTo("a");
    assertThat(value("usage_events", "event_id = 'e1'", "user_key"))
        .isEqualTo(value("usage_events", "event_id = 'e2'", "user_key"));
    assertThat(value("usage_events", "event_id = 'e1'", "actor")).isEqualTo("user");
    assertThat(value("tickets", "true", "priority")).isEqualTo("urgent");
    assertThat(value("tickets", "true", "line")).isEqualTo("L2");
  }

  @Test
  void zeroIsAValueAndWholeNumbersMayHaveADecimalPoint() {
    assertThat(value("usage_events", "event_id = 'e1'", "events")).isEqualTo("0");
    assertThat(value("subscriptions", "subscription_id = 'datetime'", "seats")).isEqualTo("5");
  }

  @Test
  void textsForNoneDaysInOtherOrdersAndWordsForYesAreToldHowToConvertThem(@TempDir Path another) {
    RawFolder own = new RawFolder(another, spark()).source("first_seen", "", "");
    String text = own.text("conf/sources/mine/source.yaml");
    own.file(
        "conf/sources/mine/source.yaml", text.replace("end_date, mrr", "end_date, mrr, is_trial"));
    own.file(
        "raw/subscriptions.csv",
        "subscription_id,account_id,start_date,end_date,mrr,is_trial",
        "s1,a,2026-01-01,NULL,1,",
        "s2,a,2026-01-01,31.03.2026,1,",
        "s3,a,2026-01-01,3/31/2026,1,",
        "s4,a,2026-01-01,3/4/2026,1,",
        "s5,a,2026-01-01,2026/03/31,1,",
        "s6,a,2026-01-01,,$1,",
        "s7,a,2026-01-01,,1,trialing",
        "s8,a,2026-01-01,,1,1.0",
        "s9,a,2026-01-01,,1,0.0",
        "s10,b\0,2026-01-01,,1,No");
    own.ingest("2026-07-01", null);
    assertThat(own.reasons("subscriptions"))
        .containsExactly(
            "end_date is not a valid date: '2026/03/31' (dates are read as 2026-01-31; convert it:"
                + " translate(end_date, './', '--'))",
            "end_date is not a valid date: '3/31/2026' (dates are read as 2026-01-31; convert it:"
                + " try_to_date(end_date, 'M/d/yyyy'))",
            "end_date is not a valid date: '3/4/2026' (dates are read as 2026-01-31; convert it:"
                + " try_to_date(end_date, 'd/M/yyyy' or, if months come first, 'M/d/yyyy'))",
            "end_date is not a valid date: '31.03.2026' (dates are read as 2026-01-31; convert it:"
                + " try_to_date(end_date, 'd.M.yyyy'))",
            "end_date is not a valid date: 'NULL' (does it stand for none? select nullif(end_date,"
                + " 'NULL'))",
            "is_trial is not a valid boolean: 'trialing' (yes is read from true, t, yes, y, 1, and"
                + " no from false, f, no, n, 0)",
            "mrr is not a valid decimal(18,4): '$1' (numbers are read as 1234.50, without units,"
                + " spaces or thousands)");
    assertThat(
            own.warehouse
                .read("subscriptions")
                .orderBy("subscription_id")
                .selectExpr("concat_ws(' ', subscription_id, account_id, is_trial)")
                .collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("s10 b false", "s8 a true", "s9 a false");
  }

  @Test
  void instantsWithTheYearLastAreToldAPatternThatReadsThem() {
    Column created = Contracts.of("tickets").column("created_at").orElseThrow();
    for (String text :
        List.of("5/31/2026 2:05 PM", "31.5.2026 14:05", "31/05/2026 14:05:00", "31/05/2026")) {
      String hint =
          table("text string", text)
              .select(UnusableHint.of(created, col("text")))
              .first()
              .getString(0);
      String converted = hint.substring(hint.indexOf("try_to_timestamp("), hint.length() - 1);
      assertThat(table("created_at string", text).selectExpr("string(" + converted + ")").first())
          .as(hint)
          .extracting(row -> row.getString(0))
          .isEqualTo(text.contains(":") ? "2026-05-31 14:05:00" : "2026-05-31 00:00:00");
    }
  }

  @Test
  void refusedRowTellsItsFileAndTheBatchItsCommonestReasons(@TempDir Path another) {
    List<Row> rows =
        raw.warehouse.read("quarantine").where("`table` = 'subscriptions'").collectAsList();
    assertThat(rows)
        .allSatisfy(row -> assertThat(row.<String>getAs("file")).endsWith("raw/subscriptions.csv"));
    assertThat(rows).allSatisfy(row -> assertThat(row.<Long>getAs("line")).isBetween(2L, 10L));
    RawFolder own = new RawFolder(another, spark()).source("first_seen", "", "");
    own.file(
        "raw/subscriptions.csv",
        "subscription_id,account_id,start_date,end_date,mrr",
        "s1,a,2026-01-01,,1",
        "s2,a,soon,,1",
        "s3,a,later,,1",
        "s4,a,2026-01-01,,1,surplus");
    IngestedBatch batch = RawFolder.batch(own.ingest("2026-07-01", null), "subscriptions");
    assertThat(own.warehouse.read("quarantine").orderBy("line").select("line").collectAsList())
        .as("one of them could not be split")
        .extracting(row -> row.getLong(0))
        .containsExactly(3L, 4L, 5L);
    assertThat(batch.reasons())
        .containsExactly(
            java.util.Map.entry("start_date is not a valid date", 2L),
            java.util.Map.entry(
                "the line does not fit the columns of its file (texts with line breaks? options:"
                    + " {multiLine: true})",
                1L));
  }
}
