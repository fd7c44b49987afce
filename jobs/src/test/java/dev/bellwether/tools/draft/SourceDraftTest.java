package dev.bellwether.tools.draft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.SparkTest;
import dev.bellwether.ingest.SourceCheck;
import dev.bellwether.platform.config.Configuration;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports of systems that know nothing of Bellwether. */
class SourceDraftTest extends SparkTest {
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
      assertThat(found.strangers().orElse(0L)).as(table).isZero();
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
  void daysThatMayBeMonthsAreAQuestion() {
    assertThat(DateShape.isAmbiguous(List.of("01/02/2024", "03/04/2024"))).isTrue();
    assertThat(DateShape.isAmbiguous(List.of("01/02/2024", "31/01/2024"))).isFalse();
    assertThat(DateShape.of(List.of("1/31/2024"))).isEqualTo(DateShape.MONTH_FIRST);
    assertThat(DateShape.of(List.of("2024-01-31", "soon"))).isEqualTo(DateShape.ISO);
  }

  private SourceCheck check(SourceDraft draft) throws IOException {
    Path conf = folder.resolve("conf");
    Files.createDirectories(conf.resolve("sources/theirs"));
    Files.createDirectories(conf.resolve("scorecards"));
    Files.writeString(conf.resolve("sources/theirs/source.yaml"), draft.yaml());
    for (String name : List.of("default.yaml", "onboarding.yaml")) {
      Files.copy(Path.of("../conf/scorecards", name), conf.resolve("scorecards").resolve(name));
    }
    Configuration configuration =
        Configuration.load(
            conf,
            Optional.of("theirs"),
            Map.of("BELLWETHER_HASH_KEY", "a key that is long enough for every purpose"),
            List.of(),
            Optional.of(folder.resolve("home").toString()));
    return new SourceCheck(
        spark(),
        configuration.settings(),
        configuration.source().orElseThrow(),
        LocalDate.parse("2024-06-30"),
        1000);
  }
}
