package dev.bellwether.cli;

import dev.bellwether.pipeline.HomeLock;
import dev.bellwether.platform.config.Configuration;
import dev.bellwether.platform.files.WholeFile;
import dev.bellwether.platform.warehouse.HadoopSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bellwether run}: ingests a source and publishes one or more as-of dates. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Ingests what is new in a source, computes every table, checks and publishes.",
      "Running a published date again verifies it."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  bellwether run --source demo --as-of 2026-06-30 --set source.path=data/demo/raw",
      "  bellwether run --source mine --from 2025-07-31 --every month-end --as-of 2026-06-30"
    })
final class RunCommand implements Callable<Integer> {
  @Mixin private HomeOptions homeOptions;
  @Spec private CommandSpec spec;

  @Option(
      names = "--source",
      required = true,
      paramLabel = "NAME",
      description = "The source: a folder in conf/sources.")
  private String source;

  @Option(
      names = "--as-of",
      required = true,
      paramLabel = "DATE",
      description = "The last day that the run may know about, as YYYY-MM-DD.")
  private LocalDate asOf;

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description = "Publishes every step from this day to --as-of, all at once.")
  private LocalDate from;

  @Option(
      names = "--every",
      paramLabel = "STEP",
      defaultValue = "1d",
      description = "The steps of --from: 1d, 7d or month-end (default: ${DEFAULT-VALUE}).")
  private String every;

  @Option(
      names = "--republish",
      description = "Gives a published date whose rows differ now a new revision.")
  private boolean republish;

  @Option(
      names = "--wait-for-lock",
      paramLabel = "DURATION",
      defaultValue = "0s",
      converter = ShortDuration.class,
      description =
          "How long to wait while another run writes to the home: 45s, 30m or 2h (default:"
              + " ${DEFAULT-VALUE}).")
  private Duration waitForLock;

  @Option(
      names = "--allow-future",
      description = "Lets a night be published that lies after today.")
  private boolean allowFuture;

  @Option(
      names = "--summary-json",
      paramLabel = "FILE",
      description = "Writes what the run did into this file, whether it ended well or not.")
  private Path summary;

  @Option(names = "--quiet", description = "Prints errors only.")
  private boolean quiet;

  @Override
  public Integer call() {
    forgetTheRunBefore();
    List<LocalDate> dates = RunDates.between(from, asOf, every);
    Configuration configuration = homeOptions.configuration(Optional.of(source));
    if (!allowFuture) {
      LocalDate today = LocalDate.now(Clock.system(configuration.settings().timeZone()));
      RunDates.requirePast(dates, today);
    }
    PrintWriter out = spec.commandLine().getOut();
    Console console = new Console(out, quiet);
    String home = configuration.settings().home();
    boolean isLocked =
        HomeLock.await(
            home,
            HadoopSettings.of(configuration.settings()),
            waitForLock,
            () -> console.line("waiting: the home " + home + " is in use"));
    if (!isLocked) {
      console.line(
          "note: "
              + home
              + " is in a store without locks: whoever starts runs must see to it that one goes on at a time");
    }
    try (Job job = Job.open(configuration, console, Optional.ofNullable(summary))) {
      job.run(dates, republish);
      job.summarise();
    }
    return 0;
  }

  /** Nobody shall take the summary of yesterday's run for that of one which could not begin. */
  private void forgetTheRunBefore() {
    if (summary != null) {
      WholeFile.remove(summary);
    }
  }
}
