package dev.bellwether.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The demo company: writes what its systems would export, and apart from it what is true.
 *
 * <p>Everything follows from the options; neither the clock nor the number of threads matters. The
 * export has, in the raw folder (fields that have not happened by {@link
 * SimulatorOptions#deliveredThrough} are empty or null):
 *
 * <ul>
 *   <li>{@code usage/usage-YYYY-MM.csv.gz} by month of arrival, and for the last days {@code
 *       usage/usage-YYYY-MM-DD.csv.gz} by day of arrival: event_id, account_id, user_id,
 *       occurred_at (UTC), feature, events, duration_s, actor, arrived_on, errors. Appended, never
 *       changed. The third month's file has no errors.
 *   <li>{@code accounts.csv}: account_id, account_name, segment, industry, country, created_on,
 *       parent_account_id, csm, plan
 *   <li>{@code subscriptions.csv}, separated by semicolons, dates as dd.MM.yyyy: subscription_id,
 *       account_id, start_date, end_date, renewal_date (end of the row's first term), term_months,
 *       auto_renew, notice_period_days, notice_on, notice_withdrawn_on, plan, seats, mrr, currency,
 *       is_trial
 *   <li>{@code invoices.csv}: invoice_id, account_id, issued_on, due_on, amount, currency, paid_on,
 *       voided_on, payment_failed_on
 *   <li>{@code tickets.jsonl}, JSON lines, timestamps with the offset of the account's zone:
 *       ticket_id, account_id, created_at, priority, channel, category, first_response_at,
 *       first_solved_at, last_solved_at, reopened_at, escalated_at, public_replies, csat_score,
 *       csat_at, line, provider_id, opened_by, merged_at, marked_spam_at
 *   <li>{@code surveys.jsonl}, JSON lines: survey_id, account_id, respondent_id, kind, sent_at,
 *       answered_at, score
 *   <li>{@code csm_assessments.csv}: assessment_id, account_id, assessed_on, csm, rating (G, Y, R)
 *   <li>{@code touchpoints.csv}: touchpoint_id, account_id, happened_on, csm, kind
 *   <li>{@code renewal_reviews.csv}: review_id, account_id, reviewed_on, reviewer, snoozed_until,
 *       status, forecast, final_status, note
 *   <li>{@code contacts.csv}: contact_id, account_id, role, since, left_on
 *   <li>{@code sla_policies.csv}: policy_id, priority, first_response_minutes, resolution_hours,
 *       valid_from
 *   <li>{@code exchange_rates.csv}, working days only: rate_date, from_currency, to_currency, rate
 *   <li>{@code support_providers.csv}: provider_id, name, model, tenancy, location, line,
 *       valid_from
 *   <li>{@code support_costs.csv}: provider_id, month, category, amount, currency, hidden_cost
 * </ul>
 *
 * <p>All but usage are rewritten whole. The truth folder has, as CSV:
 *
 * <ul>
 *   <li>{@code warts.csv}: table_name, wart, rows: how many faults were put into the export
 *   <li>{@code hidden_states.csv.gz}: the state of each customer and week
 *   <li>{@code churn_probability.csv}: per customer and month's end, the probability that service
 *       ends within 30, 90, 180 days and that it leaves at its next decision, and whether it did;
 *       decided = 1 for those whose leaving is settled
 *   <li>{@code potential_outcomes.csv}: per customer and quarter's end, churn within 180 days as
 *       is, after a touch, with support in house and outsourced; outcomes share their luck
 *   <li>{@code churns.csv}: each loss, with its decision, end, notice and return
 * </ul>
 */
public final class Simulator {

  private static final int CHUNK = 40;
  private static final String FINGERPRINT = "simulation.txt";

  private final World world;
  private final Path rawFolder;
  private final Map<String, Long> warts = new TreeMap<>();

  private Simulator(SimulatorOptions options, Path rawFolder) {
    this.world = new World(options);
    this.rawFolder = rawFolder;
  }

  private record Chunk(ChunkOutput raw, ChunkOutput truth) {}

  /**
   * Writes the export as delivered, and the truth of the whole time.
   *
   * <p>Written again with a later {@code deliveredThrough}, it adds usage files and rewrites the
   * others; usage files that exist are left alone.
   *
   * @throws IllegalArgumentException when the delivery would end within a monthly usage file, or
   *     the raw folder holds another simulation
   */
  public static void write(SimulatorOptions options, Path rawFolder, Path truthFolder) {
    if (options.deliveredThrough().isBefore(options.dailyFilesFrom().minusDays(1))) {
      throw new IllegalArgumentException(
          "deliveredThrough %s is before the daily usage files, which start on %s: raise dailyFiles"
              .formatted(options.deliveredThrough(), options.dailyFilesFrom()));
    }
    try {
      checkFolder(options, rawFolder);
      new Simulator(options, rawFolder).writeAll(truthFolder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void checkFolder(SimulatorOptions options, Path rawFolder) throws IOException {
    Files.createDirectories(rawFolder);
    Path marker = rawFolder.resolve(FINGERPRINT);
    String fingerprint = options.fingerprint() + "\n";
    if (Files.exists(marker) && !Files.readString(marker).equals(fingerprint)) {
      throw new IllegalArgumentException(
          "%s holds another simulation: %s".formatted(rawFolder, Files.readString(marker).strip()));
    }
    Files.writeString(marker, fingerprint);
  }

  private void writeAll(Path truthFolder) throws IOException {
    SimulatorOptions options = world.options;
    try (OrderedFiles raw = new OrderedFiles(rawFolder, name -> Headers.raw(options, name));
        OrderedFiles truth = new OrderedFiles(truthFolder, Headers::truth)) {
      startUsageFiles(raw);
      Headers.startSnapshots(raw);
      ChunkOutput company = new ChunkOutput();
      CompanyTables.write(world, company);
      raw.append(company);
      writeAccounts(raw, truth);
      writeWarts(truth);
      raw.finish();
      truth.finish();
    }
  }

  private void startUsageFiles(OrderedFiles raw) throws IOException {
    for (LocalDate day = world.start; world.delivered(day); day = day.plusDays(1)) {
      raw.keepOrStart(UsageFiles.name(world.options, day));
    }
    if (world.delivered(world.start.plusMonths(2))) {
      warts.put(UsageEmitter.TABLE + ",missing_column", 1L);
    }
  }

  /** Simulates chunks of accounts side by side and writes them in the order of accounts. */
  private void writeAccounts(OrderedFiles raw, OrderedFiles truth) throws IOException {
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try {
      Queue<Future<Chunk>> underWay = new ArrayDeque<>();
      int accounts = world.options.accounts();
      for (int first = 1; first <= accounts; first += CHUNK) {
        int from = first;
        underWay.add(workers.submit(() -> chunk(from, Math.min(accounts, from + CHUNK - 1))));
        if (underWay.size() > 2 * threads) {
          append(underWay.remove(), raw, truth);
        }
      }
      while (!underWay.isEmpty()) {
        append(underWay.remove(), raw, truth);
      }
    } finally {
      workers.shutdownNow();
    }
  }

  private Chunk chunk(int first, int last) {
    Chunk chunk = new Chunk(new ChunkOutput(), new ChunkOutput());
    for (int number = first; number <= last; number++) {
      new AccountSimulation(world, number, chunk.raw(), chunk.truth()).run();
    }
    return chunk;
  }

  private void append(Future<Chunk> done, OrderedFiles raw, OrderedFiles truth) throws IOException {
    try {
      Chunk chunk = done.get();
      raw.append(chunk.raw());
      truth.append(chunk.truth());
      chunk.raw().warts.forEach((wart, rows) -> warts.merge(wart, rows, Long::sum));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while simulating", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("an account could not be simulated", e.getCause());
    }
  }

  private void writeWarts(OrderedFiles truth) throws IOException {
    for (Map.Entry<String, Long> wart : warts.entrySet()) {
      String line = wart.getKey() + "," + wart.getValue() + "\n";
      truth.stream(Headers.WARTS).write(line.getBytes(UTF_8));
    }
  }
}
