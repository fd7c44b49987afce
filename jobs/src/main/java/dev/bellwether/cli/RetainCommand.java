package dev.bellwether.cli;

import dev.bellwether.pipeline.Retention;
import dev.bellwether.platform.config.Settings;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bellwether retain}: what is older than it has to be kept goes. */
@Command(
    name = "retain",
    mixinStandardHelpOptions = true,
    description =
        "Removes events, days of single users, refused rows and publications that are older than some"
            + " months; what was made of them per account stays.",
    footerHeading = "%nExamples:%n",
    footer = "  bellwether retain --months 24 --home data/acme")
final class RetainCommand implements Callable<Integer> {
  @Mixin private HomeOptions homeOptions;
  @Spec private CommandSpec spec;

  @Option(
      names = "--months",
      required = true,
      paramLabel = "N",
      description = "How many months are kept, 16 at least.")
  private int months;

  @Override
  public Integer call() {
    Settings settings = homeOptions.configuration(Optional.empty()).settings();
    LocalDate today = LocalDate.now(Clock.system(settings.timeZone()));
    PrintWriter out = spec.commandLine().getOut();
    try (OpenHome home = OpenHome.of(settings)) {
      Map<String, Long> removed = Retention.run(home.warehouse(), months, today);
      removed.forEach((what, rows) -> out.printf(Locale.ROOT, "  %-26s %,d%n", what, rows));
      out.println(removed.isEmpty() ? "nothing is that old" : "removed");
    }
    out.flush();
    return 0;
  }
}
