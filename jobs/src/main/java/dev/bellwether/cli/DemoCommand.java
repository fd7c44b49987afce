package dev.bellwether.cli;

import dev.bellwether.pipeline.HomeLock;
import dev.bellwether.platform.asof.Dates;
import dev.bellwether.platform.asof.Windows;
import dev.bellwether.platform.config.Configuration;
import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.files.LocalFolder;
import dev.bellwether.platform.warehouse.HadoopSettings;
import dev.bellwether.publish.PublicationId;
import dev.bellwether.publish.Publications;
import dev.bellwether.simulator.Simulator;
import dev.bellwether.simulator.SimulatorOptions;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code bellwether demo}: simulates a company and publishes a year of nights at once; with {@code
 * --next-night}, also the night after, from the next day's files.
 */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Simulates a subscription company and runs the whole pipeline on its exports.",
      "Run again, it verifies the last night."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  bellwether demo",
      "  bellwether demo --next-night                       (what a night adds)",
      "  bellwether demo --accounts 5000 --home data/large",
      "  bellwether demo --signal 0 --home data/nosignal    (nothing predicts churn)",
      "  bellwether demo --feed-outage 2026-06-23..2026-06-30 --home data/outage"
    })
public final class DemoCommand implements Callable<Integer> {
  /** Hides nobody: the demo's users do not exist. */
  private static final Map<String, String> DEMO_KEY =
      Map.of("BELLWETHER_HASH_KEY", "a key that hides nobody: the users of the demo do not exist");

  /** The source's history_complete_from: a shorter company ends earlier, and starts no later. */
  private static final LocalDate HISTORY_START = LocalDate.of(2023, 7, 1);

  private static final int MONTHS_PUBLISHED = 12;

  @Mixin private HomeOptions homeOptions;
  @Spec private CommandSpec spec;

  @Option(
      names = "--accounts",
      defaultValue = "1000",
      description = "How many accounts (default: ${DEFAULT-VALUE}).")
  private int accounts;

  @Option(
      names = "--months",
      defaultValue = "36",
      description = "Months of history (default: ${DEFAULT-VALUE}).")
  private int months;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Another seed is another company (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--signal",
      defaultValue = "1",
      description = "Strength of what predicts churn; 0: nothing does (default: ${DEFAULT-VALUE}).")
  private double signal;

  @Option(
      names = "--events-per-user-day",
      paramLabel = "N",
      description = "Scales the volume of usage events.")
  private Double eventsPerUserDay;

  @Option(
      names = "--feed-outage",
      paramLabel = "FROM..TO",
      converter = DateRange.Converter.class,
      description = "Days on which the usage feed delivers nothing; all of it comes the day after.")
  private DateRange feedOutage;

  @Option(
      names = "--macro-jump",
      paramLabel = "MONTH",
      defaultValue = "-1",
      description =
          "From this month of the history on (0 is the first) all churn more, and no feature tells.")
  private int macroJump;

  @Option(names = "--no-truth", description = "Leaves out the simulation's truth, for load tests.")
  private boolean withoutTruth;

  @Option(
      names = "--next-night",
      description = "Then delivers the next day's files and publishes one more night.")
  private boolean nextNight;

  @Option(
      names = "--files-only",
      description = "Delivers the company's files, and runs nothing on them.")
  private boolean filesOnly;

  @Option(names = "--quiet", description = "Prints errors only.")
  private boolean quiet;

  @Override
  public Integer call() {
    String home = homeOptions.home().orElse("data/demo");
    Path raw = Path.of(home, "raw");
    HomeOptions options = HomeOptions.with(homeOptions, home, List.of("source.path=" + raw));
    Configuration configuration = options.configuration(Optional.of("demo"), DEMO_KEY);
    Settings settings = configuration.settings();
    requireOnDisk(settings.home());
    Console console = new Console(spec.commandLine().getOut(), quiet);
    SimulatorOptions company = company();
    if (filesOnly) {
      LocalDate through = nextNight ? company.end() : company.end().minusDays(1);
      try (HomeLock files = HomeLock.take(raw.toString(), HadoopSettings.of(settings))) {
        deliver(company.withDeliveredThrough(through), settings);
      }
      console.line("the files are in " + raw);
      return 0;
    }
    requireMonths();
    List<LocalDate> backfill = backfilledNights(company.end());
    LocalDate last = backfill.get(backfill.size() - 1);
    try (HomeLock files = HomeLock.take(raw.toString(), HadoopSettings.of(settings));
        Job job = Job.open(configuration, console)) {
      if (!published(settings).containsAll(backfill)) {
        console.line("simulating " + accounts + " accounts over " + months + " months");
        deliver(company.withDeliveredThrough(last), settings);
        job.run(backfill, false);
      } else if (!nextNight) {
        job.run(List.of(last), false);
      }
      if (nextNight) {
        publishNext(company, settings, job, console);
      }
      job.summarise();
    }
    return 0;
  }

  private static void publishNext(
      SimulatorOptions company, Settings settings, Job job, Console console) {
    console.line("");
    console.line("the next night");
    if (!published(settings).contains(company.end())) {
      deliver(company, settings);
    }
    job.run(List.of(company.end()), false);
  }

  private static Set<LocalDate> published(Settings settings) {
    return Publications.read(settings.home(), HadoopSettings.of(settings)).ids().stream()
        .map(PublicationId::asOfDate)
        .collect(Collectors.toSet());
  }

  private static void requireOnDisk(String home) {
    if (LocalFolder.of(home).isEmpty()) {
      throw BellwetherException.configuration(
          "the demo cannot be in " + home,
          "its company is simulated into files beside its tables, on a disk",
          "name a folder by --home; run --home takes any store");
    }
  }

  private void requireMonths() {
    if (months < MONTHS_PUBLISHED + 1 || accounts < 1) {
      throw BellwetherException.configuration(
          "the demo company is too small",
          "it needs an account, and a month before the year that it publishes",
          "use --accounts 1 or more and --months " + (MONTHS_PUBLISHED + 1) + " or more");
    }
  }

  private SimulatorOptions company() {
    SimulatorOptions options =
        SimulatorOptions.defaults()
            .withAccounts(accounts)
            .withMonths(months)
            .withEnd(HISTORY_START.plusMonths(months).minusDays(1))
            .withSeed(seed)
            .withSignal(signal)
            .withMacroJump(macroJump)
            .withTruth(!withoutTruth);
    if (eventsPerUserDay != null) {
      options = options.withEventsPerUserDay(eventsPerUserDay);
    }
    return feedOutage == null
        ? options
        : options.withFeedOutage(feedOutage.from(), feedOutage.to());
  }

  private static void deliver(SimulatorOptions company, Settings settings) {
    String home = settings.home();
    // no run reads what is being written
    try (HomeLock held = HomeLock.take(home, HadoopSettings.of(settings))) {
      Simulator.write(company, Path.of(home, "raw"), Path.of(home, "truth"));
    } catch (IllegalArgumentException e) {
      throw BellwetherException.configuration(
              "the demo cannot be simulated in " + home,
              e.getMessage(),
              "name another --home, or use the options that the home was made with")
          .causedBy(e);
    }
  }

  /** A year of month-ends, the night before the last day, and the nights it is compared with. */
  private static List<LocalDate> backfilledNights(LocalDate lastDay) {
    LocalDate last = lastDay.minusDays(1);
    Set<LocalDate> nights =
        new TreeSet<>(Dates.monthEnds(lastDay.minusMonths(MONTHS_PUBLISHED).plusDays(1), last));
    nights.add(last);
    Windows.SHORT_TO_LONG.forEach(days -> nights.add(last.minusDays(days)));
    return List.copyOf(nights);
  }
}
