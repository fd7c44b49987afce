package dev.bellwether.cli;

import dev.bellwether.platform.config.Scorecard;
import dev.bellwether.platform.config.ScorecardCheck;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bellwether scorecard}: what helps whoever writes a scorecard. */
@Command(
    name = "scorecard",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Checks a scorecard, and shows what it would change.",
    subcommands = {ScorecardCommand.Check.class, ScorecardPreviewCommand.class})
final class ScorecardCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** {@code bellwether scorecard check FILE}: everything that is wrong with a scorecard. */
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = "Lists everything that is wrong with a scorecard, with place, reason and fix.",
      footerHeading = "%nExamples:%n",
      footer = "  bellwether scorecard check conf/scorecards/default.yaml")
  static final class Check implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The scorecard's file.")
    private Path file;

    @Option(
        names = "--as-of",
        paramLabel = "DATE",
        description = "The day by which overrides are held to have expired (default: today).")
    private LocalDate asOf;

    @Override
    public Integer call() {
      LocalDate date = asOf == null ? LocalDate.now(Clock.systemUTC()) : asOf;
      return CheckText.print(
          spec.commandLine(), ScorecardCheck.of(file, date, System.getenv()), Check::summary);
    }

    private static String summary(Scorecard scorecard) {
      return String.format(
          Locale.ROOT,
          "scorecard %s, version %s: no errors (dimensions: %d, measures: %d, overrides: %d,"
              + " rules: %d)",
          scorecard.name(),
          scorecard.version(),
          scorecard.dimensions().size(),
          scorecard.measures().size(),
          scorecard.overrides().size(),
          scorecard.rules().size());
    }
  }
}
