package dev.bellwether.tools.draft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import dev.bellwether.ingest.Ingest;
import dev.bellwether.ingest.SourceCheck;
import dev.bellwether.platform.config.Configuration;
import dev.bellwether.platform.warehouse.Warehouse;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports of systems that know nothing of Bellwether. */
class SourceDraftTest extends SparkTest {
  private static final List<String> SCORECARDS =
      List.of("default.yaml", "onboarding.yaml", "product_and_support.yaml");

  @TempDir private Path folder;

  private void file(Charset charset, String name, String... lines) throws IOException {
    Path file = folder.resolve("raw").resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, List.of(lines), charset);
  }

  private void file(String name, String... lines) throws IOException {
    file(StandardCharsets.UTF_8, name, lines);
  }

  private SourceDraft draft() {
    return SourceDraft.of(spark(), "theirs", folder.resolve("raw"));
  }

  private void exports() throws IOException {
    file(
        Charset.forName("windows-1252"),
        "Customers.csv",
        "customerId;Company Name;tier;signup_date;shoe size",
        "c1;Müller & Söhne;smb;31/01/2024;41",
        "c2;Beta;mid;02/03/2024;42");
    file(
        "contracts.tsv",
        "contract_id\tcustomer_id\tstarts_on\trenews_on\tARR",
        "k1\tc1\t20240201\t20250201\t1200",
        "k2\tc2\t20240401\t20250401\t2400");
    file(
        "events/2024-06-01.jsonl",
        "{\"company_id\": \"c1\", \"person_id\": \"p1\", \"ts\": \"1717236000\", \"event_name\": \"open\"}",
        "{\"company_id\": \"c2\", \"person_id\": \"p2\", \"ts\": \"1717239600\", \"event_name\": \"save\"}");
    file("cases.csv", "case_number,company_id,opened_at,urgency", "1,c1,2024-06-01T10:00:00Z,high");
    file("notes.docx", "nothing");
  }

  @Test
  void aDraftRunsAndEveryRowOfItCanBeUsed() throws Exception {
    exports();
    SourceDraft draft = draft();
    assertThat(draft.isRunnable()).isTrue();
    SourceCheck check = check(draft);
    for (String table : List.of("accounts", "subscriptions", "usage_events", "tickets")) {
      SourceCheck.TableCheck found = check.of(table);
      assertThat(found.rows()).as(table).isPositive();
      assertThat(found.refused()).as(table + ": " + found.reasons()).isZero();
      assertThat(found.strangers().map(SourceCheck.Strangers::rows).orElse(0L)).as(table).isZero();
      assertThat(found.filled()).as(table).allSatisfy((column, share) -> assertThat(share).isOne());
    }
    assertThat(check.of("subscriptions").filled()).containsKeys("mrr", "renewal_date");
  }

  @Test
  void whatCannotBeGuessedIsSaid() throws Exception {
    exports();
    SourceDraft draft = draft();
    assertThat(draft.yaml())
        .contains("shoe size", "try_to_date(signup_date, 'd/M/yyyy')", "/ 12 AS mrr")
        .contains("timestamp_seconds", "encoding: \"windows-1252\"", "sep: \";\"");
    assertThat(String.join("\n", draft.summary()))
        .contains("event_id: no column looks like a key")
        .contains("notes.docx: left out")
        .contains("nothing was found for")
        .contains("invoices");
  }

  @Test
  void aTableThatLacksWhatItNeedsIsWrittenAsAComment() throws Exception {
    exports();
    file("contracts.tsv", "contract_id\tcustomer_id\tstarts_on", "k1\tc1\t20240201");
    assertThat(draft().isRunnable()).as("tickets alone are support's").isTrue();
    Files.delete(folder.resolve("raw/cases.csv"));
    SourceDraft draft = draft();
    assertThat(draft.isRunnable()).isFalse();
    assertThat(draft.yaml()).contains("# lacks mrr", "  # subscriptions:");
    assertThat(String.join("\n", draft.summary())).contains("it lacks mrr");
  }

  @Test
  void aFileIsWhatTheEndOfItsNameSays() {
    assertThat(SourceWords.tableCalled("crm_churn_events")).contains("churn_events");
    assertThat(SourceWords.tableCalled("featureUsage")).contains("usage_events");
    assertThat(SourceWords.tableCalled("readme")).isEmpty();
  }

  @Test
  void daysThatMayBeMonthsAreAQuestionNotAGuess() throws Exception {
    exports();
    file(
        "Customers.csv",
        "customer_id,name,signup_date",
        "c1,Alpha,01/02/2024",
        "c2,Beta,03/04/2024");
    SourceDraft draft = draft();
    assertThat(draft.yaml())
        .contains("-- ? created_on from signup_date: is the first number the day or the month?")
        .contains("-- , try_to_date(signup_date, 'd/M/yyyy') AS created_on");
    assertThat(check(draft).of("accounts").filled()).doesNotContainKey("created_on");
  }

  @Test
  void whatANameMayMeanOtherwiseIsAsked() throws Exception {
    exports();
    file(
        "contracts.tsv",
        "contract_id\tcustomer_id\tstarts_on\tMRR\tcanceled_at\tbilling_period",
        "k1\tc1\t20240201\t100\t\tmonthly",
        "k2\tc2\t20240401\t200\t2024-05-01\tannual");
    SourceDraft draft = draft();
    assertThat(draft.yaml())
        .contains("-- ? end_date from canceled_at: when service ended, or when notice was given")
        .contains("-- ? term_months from billing_period")
        .contains("neither is sure, so no renewal is on the list");
    assertThat(check(draft).of("subscriptions").filled())
        .containsOnlyKeys("subscription_id", "account_id", "start_date", "mrr");
  }

  @Test
  void wholeAmountsMayBeCentsAndFractionsAreNot() throws Exception {
    exports();
    String header = "invoice_id,customer_id,issued_on,due_on,total";
    file("invoices.csv", header, "i1,c1,2024-03-01,2024-03-31,12000");
    assertThat(draft().yaml()).contains("  # invoices:", "whole numbers: units or cents?");
    file("invoices.csv", header, "i1,c1,2024-03-01,2024-03-31,120.50");
    assertThat(draft().yaml()).contains("\n  invoices:", "total AS amount");
  }

  @Test
  void valuesThatDoNotFitAreAskedAbout() throws Exception {
    exports();
    file(
        "cases.csv",
        "case_number,company_id,opened_at,satisfaction,resolved_at",
        "1,c1,2024-06-01T10:00:00Z,87,June 2nd");
    assertThat(draft().yaml())
        .contains("csat_score from satisfaction: another scale? It goes from 87 to 87")
        .contains(
            "first_solved_at from resolved_at: its values are not dates in a known form: Xxxx")
        .contains("so every ticket counts as open");
    assertThat(check(draft()).of("tickets").filled())
        .containsOnlyKeys("ticket_id", "account_id", "created_at");
  }

  @Test
  void whatIsUsedButDeservesALookIsSaid() throws Exception {
    exports();
    file(
        "cases.csv",
        "case_number,company_id,opened_at,closed_at",
        "1,c1,2024-06-01,2024-06-02 10:00");
    assertThat(draft().yaml())
        .contains("first_solved_at: no offset is given, so it is read as UTC")
        .contains("to_utc_timestamp(closed_at, 'Area/City')")
        .contains("first_solved_at: taken for when it was solved")
        .contains("closed_at AS first_solved_at");
  }

  @Test
  void accountsOfAnotherSystemAreNotTakenForOurs() throws Exception {
    exports();
    file(
        "cases.csv",
        "case_number,organization_id,opened_at,urgency",
        "1,9001,2024-06-01T10:00:00Z,high",
        "2,9002,2024-06-01T10:00:00Z,low");
    SourceDraft draft = draft();
    assertThat(draft.yaml())
        .contains("# lacks account_id")
        .contains("is it an id of another system? 0 % of the values of organization_id are among");
    assertThat(draft.isRunnable()).as("accounts and subscriptions are still sure").isTrue();
  }

  @Test
  void usageThatNamesASubscriptionFindsItsAccountThere() throws Exception {
    exports();
    file(
        "contracts.tsv",
        "subscription_id\tcustomer_id\tstarts_on\tMRR",
        "k1\tc1\t20240201\t100",
        "k2\tc2\t20240401\t200");
    file(
        "events/2024-06-01.jsonl",
        "{\"id\": \"e1\", \"subscription_id\": \"k1\", \"ts\": \"2024-06-01T10:00:00Z\"}",
        "{\"id\": \"e2\", \"subscription_id\": \"k2\", \"ts\": \"2024-06-01T11:00:00Z\"}");
    SourceDraft draft = draft();
    assertThat(String.join("\n", draft.summary()))
        .contains("usage_events from events/*.jsonl, accounts by contracts.tsv");
    SourceCheck.TableCheck events = check(draft).of("usage_events");
    assertThat(events.rows() - events.refused()).isEqualTo(2);
    assertThat(events.filled()).containsEntry("account_id", 1.0);
    assertThat(events.strangers().orElseThrow().rows()).isZero();
  }

  @Test
  void aFileWhoseNameSaysNothingIsAQuestion() throws Exception {
    exports();
    Files.move(folder.resolve("raw/Customers.csv"), folder.resolve("raw/export_7.csv"));
    SourceDraft draft = draft();
    assertThat(draft.yaml()).contains("# ? does export_7 hold accounts? Its name does not say");
    assertThat(draft.yaml()).doesNotContain("\n  accounts:");
  }

  @Test
  void aDraftIsIngestedWithoutARowRefused() throws Exception {
    exports();
    Configuration configuration = configuration(draft());
    Warehouse warehouse = new Warehouse(spark(), folder.resolve("home").toString());
    Ingest.Result result =
        new Ingest(warehouse, configuration.settings(), configuration.source().orElseThrow())
            .run(
                "run", LocalDate.parse("2024-06-30"), Optional.empty(), Instant.EPOCH, batch -> {});
    assertThat(result.batches()).hasSize(4);
    assertThat(warehouse.read("quarantine").count()).isZero();
    assertThat(warehouse.read("usage_events").count()).isEqualTo(2);
    assertThat(
            warehouse.read("subscriptions").select("mrr").collectAsList().stream()
                .map(row -> row.getDecimal(0).intValue()))
        .containsExactlyInAnyOrder(100, 200);
  }

  private SourceCheck check(SourceDraft draft) throws IOException {
    Configuration configuration = configuration(draft);
    return new SourceCheck(
        spark(),
        configuration.settings(),
        configuration.source().orElseThrow(),
        LocalDate.parse("2024-06-30"),
        1000);
  }

  private Configuration configuration(SourceDraft draft) throws IOException {
    Path conf = folder.resolve("conf");
    Files.createDirectories(conf.resolve("sources/theirs"));
    Files.createDirectories(conf.resolve("scorecards"));
    Files.writeString(conf.resolve("sources/theirs/source.yaml"), draft.yaml());
    for (String name : SCORECARDS) {
      Files.copy(
          Path.of("../conf/scorecards", name),
          conf.resolve("scorecards").resolve(name),
          StandardCopyOption.REPLACE_EXISTING);
    }
    return Configuration.load(
        conf,
        Optional.of("theirs"),
        Map.of("BELLWETHER_HASH_KEY", "a key that is long enough for every purpose"),
        List.of(),
        Optional.of(folder.resolve("home").toString()));
  }
}
