package dev.bellwether.cli;

import dev.bellwether.ingest.SourceCheck;
import dev.bellwether.ingest.SourceCheck.Strangers;
import dev.bellwether.ingest.SourceCheck.TableCheck;
import dev.bellwether.platform.config.Configuration;
import dev.bellwether.platform.config.Source;
import dev.bellwether.platform.contract.Contract;
import dev.bellwether.platform.contract.Contracts;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.warehouse.Sessions;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bellwether source check NAME}: what an ingest would make of a source, on a sample. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Reads a sample of a source's files through its mapping, and tells for each table how many",
      "rows could be used, why others could not, and which columns are filled. Writes nothing."
    },
    footerHeading = "%nExamples:%n",
    footer = "  bellwether source check acme --set source.path=/srv/exports/acme")
final class SourceCheckCommand implements Callable<Integer> {
  private static final int PERCENT = 100;

  @Mixin private HomeOptions homeOptions;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "The source: a folder in conf/sources.")
  private String name;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "10000",
      description = "How many rows of each table to look at (default: ${DEFAULT-VALUE}).")
  private int rows;

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = "The day of the run that would ingest it (default: today).")
  private LocalDate asOf;

  @Override
  public Integer call() {
    Configuration configuration = homeOptions.configuration(Optional.of(name));
    Source source = configuration.source().orElseThrow();
    LocalDate day = asOf == null ? LocalDate.now(Clock.systemUTC()) : asOf;
    SparkSession spark = Sessions.open(configuration.settings().spark());
    try (TemporaryFolder folder = TemporaryFolder.make()) {
      Source landed = SourceCheck.landed(spark, source, folder.path().toString(), rows);
      SourceCheck check = new SourceCheck(spark, configuration.settings(), landed, day, rows);
      return printed(check, landed);
    } finally {
      spark.stop();
    }
  }

  private int printed(SourceCheck check, Source source) {
    List<BellwetherException> errors = new ArrayList<>();
    for (String table : source.tables().keySet()) {
      try {
        text(check.of(table)).forEach(this::print);
      } catch (BellwetherException e) {
        errors.add(e);
        print(table + ": cannot be read");
        print("  error: " + e.getMessage());
      }
    }
    List<String> unmapped = unmapped(source);
    if (!unmapped.isEmpty()) {
      print("not mapped, so what they tell is unknown: " + String.join(", ", unmapped));
    }
    if (!source.givesCustomers()) {
      print(
          "without subscriptions a run computes the tables of support only: no account's health,"
              + " churn or renewal, and no retention");
    }
    return errors.isEmpty() ? 0 : errors.get(0).kind().exitCode();
  }

  private static List<String> unmapped(Source source) {
    return Contracts.all().stream()
        .filter(contract -> contract.layer().equals("staging"))
        .map(Contract::name)
        .filter(table -> !source.tables().containsKey(table))
        .toList();
  }

  /** The check of a table in lines. */
  static List<String> text(TableCheck check) {
    List<String> lines = new ArrayList<>();
    if (check.files() == 0) {
      lines.add(check.table() + ": no file is there, and none is required");
      return lines;
    }
    lines.add(
        format(
            "%s: %,d of %,d rows of %,d file%s can be used",
            check.table(),
            check.rows() - check.refused(),
            check.rows(),
            check.files(),
            check.files() == 1 ? "" : "s"));
    check
        .reasons()
        .forEach((reason, count) -> lines.add(format("  %,d refused: %s", count, reason)));
    addCount(lines, check.warned(), "with an odd value, which becomes unknown or is counted");
    addCount(lines, check.repeated(), "whose key another row has");
    check.strangers().filter(some -> some.rows() > 0).ifPresent(some -> lines.add(text(some)));
    lines.add("  filled: " + filled(check.filled()));
    if (!check.absent().isEmpty()) {
      lines.add("  not given: " + String.join(", ", check.absent()));
    }
    return lines;
  }

  private static String text(Strangers strangers) {
    String largest =
        strangers.largest().entrySet().stream()
            .map(account -> format("%s (%,d)", account.getKey(), account.getValue()))
            .collect(Collectors.joining(", "));
    String more = strangers.ids() > strangers.largest().size() ? ", …" : "";
    return format(
        "  %,d row%s of %,d account%s not in accounts: %s%s",
        strangers.rows(),
        strangers.rows() == 1 ? "" : "s",
        strangers.ids(),
        strangers.ids() == 1 ? " that is" : "s that are",
        largest,
        more);
  }

  private static void addCount(List<String> lines, long count, String what) {
    if (count > 0) {
      lines.add(format("  %,d row%s %s", count, count == 1 ? "" : "s", what));
    }
  }

  private static String filled(Map<String, Double> filled) {
    return filled.entrySet().stream()
        .map(column -> column.getKey() + " " + percent(column.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** Whole percent, but neither 0 % of what is there nor 100 % of what is not. */
  private static String percent(double share) {
    long whole = Math.round(share * PERCENT);
    if (share > 0 && whole == 0) {
      return "<1 %";
    }
    return share < 1 && whole == PERCENT ? ">99 %" : whole + " %";
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  private void print(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
