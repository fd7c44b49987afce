package dev.bellwether.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The export holds together, but for the faults that were put into it and counted. */
class SimulatedExportTest {

  private static final SimulatorOptions COMPANY =
      SimulatorOptions.defaults().withAccounts(400).withTruth(false);

  @TempDir static Path folder;
  private static DemoFiles files;
  private static List<Map<String, String>> usage;
  private static Set<String> accounts;

  @BeforeAll
  static void simulate() {
    files = DemoFiles.simulated(COMPANY, folder);
    usage = files.usage();
    accounts =
        files.rows("accounts.csv").stream()
            .map(row -> row.get("account_id"))
            .collect(Collectors.toSet());
  }

  @Test
  void repeatedUsageRowsAndSharedIdsAreCounted() {
    Set<Map<String, String>> distinct = new HashSet<>(usage);
    Set<String> ids = distinct.stream().map(row -> row.get("event_id")).collect(Collectors.toSet());

    assertThat(usage.size() - distinct.size()).isEqualTo(wart("usage_events,duplicate"));
    assertThat(distinct.size() - ids.size()).isEqualTo(wart("usage_events,key_conflict"));
  }

  @Test
  void lateBadNegativeAndForeignUsageRowsAreCounted() {
    assertThat(count(usage, row -> !row.get("occurred_at").startsWith(row.get("arrived_on"))))
        .isEqualTo(wart("usage_events,late") + wart("usage_events,bad_date"));
    assertThat(count(usage, row -> row.get("occurred_at").startsWith("0000")))
        .isEqualTo(wart("usage_events,bad_date"));
    assertThat(count(usage, row -> row.get("duration_s").startsWith("-")))
        .isEqualTo(wart("usage_events,negative_duration"));
    assertThat(count(usage, row -> !accounts.contains(row.get("account_id"))))
        .isEqualTo(wart("usage_events,unknown_account"))
        .isPositive();
  }

  @Test
  void oneUsageFileLacksItsLastColumn() {
    assertThat(count(usage, row -> !row.containsKey("errors"))).isPositive();
    assertThat(wart("usage_events,missing_column")).isEqualTo(1);
  }

  @Test
  void faultyInvoicesAreCounted() {
    List<Map<String, String>> invoices = files.rows("invoices.csv");
    assertThat(count(invoices, row -> row.get("amount").startsWith("-")))
        .isEqualTo(wart("invoices,negative_amount"));
    assertThat(count(invoices, row -> row.get("due_on").startsWith("31.")))
        .isEqualTo(wart("invoices,bad_date"));
    assertThat(invoices).allMatch(row -> accounts.contains(row.get("account_id")));
  }

  @Test
  void nobodyIsServedOnDebtsOfMoreThanFourMonths() {
    LocalDate longAgo = COMPANY.end().minusDays(120);
    List<Map<String, String>> unpaid =
        files.rows("invoices.csv").stream()
            .filter(row -> row.get("paid_on").isEmpty() && row.get("voided_on").isEmpty())
            .filter(row -> !row.get("due_on").startsWith("31.02."))
            .toList();
    assertThat(unpaid).isNotEmpty();
    assertThat(unpaid).noneMatch(row -> LocalDate.parse(row.get("due_on")).isBefore(longAgo));
    assertThat(files.rows("invoices.csv"))
        .as("written off")
        .anyMatch(
            row ->
                !row.get("voided_on").isEmpty()
                    && !row.get("due_on").startsWith("31.02.")
                    && LocalDate.parse(row.get("voided_on"))
                        .equals(LocalDate.parse(row.get("due_on")).plusDays(120)));
  }

  @Test
  void reviewsSayOneThingPerAccountAndDayAboutRenewalsAhead() {
    List<Map<String, String>> reviews = files.rows("renewal_reviews.csv");
    Set<String> ids = reviews.stream().map(row -> row.get("review_id")).collect(Collectors.toSet());
    assertThat(ids).hasSameSizeAs(reviews);
    assertThat(reviews)
        .hasSizeGreaterThan(100)
        .allMatch(row -> accounts.contains(row.get("account_id")))
        .anyMatch(row -> row.get("status").equals("at_risk"))
        .anyMatch(row -> !row.get("final_status").isEmpty())
        .anyMatch(row -> !row.get("snoozed_until").isEmpty());
  }

  @Test
  void ticketsRunForwardInTimeButForThoseCounted() {
    List<Map<String, String>> tickets = files.objects("tickets.jsonl");
    assertThat(count(tickets, row -> before(row, "first_response_at", "created_at")))
        .isEqualTo(wart("tickets,out_of_order"));
    assertThat(count(tickets, row -> !accounts.contains(row.get("account_id"))))
        .isEqualTo(wart("tickets,unknown_account"));
    assertThat(tickets)
        .noneMatch(row -> before(row, "first_solved_at", "created_at"))
        .noneMatch(row -> before(row, "last_solved_at", "first_solved_at"))
        .noneMatch(row -> before(row, "csat_at", "last_solved_at"));
  }

  @Test
  void contractsLieWithinTheirAccountsLivesAndDoNotOverlap() {
    Map<String, LocalDate> created = new HashMap<>();
    files
        .rows("accounts.csv")
        .forEach(row -> created.put(row.get("account_id"), LocalDate.parse(row.get("created_on"))));
    Map<String, LocalDate> ends = new HashMap<>();
    for (Map<String, String> row : files.contracts()) {
      LocalDate start = SimulatorTargets.german(row.get("start_date"));
      String account = row.get("account_id");
      assertThat(start).isAfterOrEqualTo(created.get(account));
      assertThat(start).isAfterOrEqualTo(ends.getOrDefault(account, LocalDate.MIN));
      String end = row.get("end_date");
      LocalDate until = end.isEmpty() ? LocalDate.MAX : SimulatorTargets.german(end);
      assertThat(until).isAfterOrEqualTo(start);
      ends.put(account, until);
    }
    assertThat(ends.keySet()).isEqualTo(accounts);
  }

  @Test
  void lateRenewalsSuccessorsAndRunningOnOccur() {
    List<Map<String, String>> contracts = files.contracts();
    Map<String, Long> rows =
        contracts.stream()
            .collect(Collectors.groupingBy(row -> row.get("account_id"), Collectors.counting()));
    String today = COMPANY.end().toString();

    assertThat(rows.values()).anyMatch(count -> count > 1);
    assertThat(contracts)
        .anyMatch(row -> !row.get("notice_withdrawn_on").isEmpty())
        .anyMatch(
            row ->
                row.get("end_date").isEmpty()
                    && !row.get("renewal_date").isEmpty()
                    && SimulatorTargets.german(row.get("renewal_date"))
                        .isBefore(LocalDate.parse(today)));
  }

  private static boolean before(Map<String, String> row, String column, String other) {
    String one = row.get(column);
    return !one.isEmpty()
        && OffsetDateTime.parse(one).isBefore(OffsetDateTime.parse(row.get(other)));
  }

  private static int count(
      Collection<Map<String, String>> rows, Predicate<Map<String, String>> only) {
    return (int) rows.stream().filter(only).count();
  }

  private static int wart(String name) {
    return files.truth("warts.csv").stream()
        .filter(row -> name.equals(row.get("table_name") + "," + row.get("wart")))
        .mapToInt(row -> Integer.parseInt(row.get("rows")))
        .sum();
  }
}
