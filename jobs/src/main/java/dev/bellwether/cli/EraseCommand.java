package dev.bellwether.cli;

import dev.bellwether.ingest.KeyCheck;
import dev.bellwether.pipeline.Erasure;
import dev.bellwether.platform.config.Settings;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bellwether erase}: an account or a user, from all that a home holds. */
@Command(
    name = "erase",
    mixinStandardHelpOptions = true,
    description = {
      "Erases an account or a user from all tables, publications, ledgers, logs and pages of a home.",
      "They do not come back with the next delivery; raw files are their owner's to clean."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  bellwether erase --account A-000827 --reason 'request 1207' --home data/acme",
      "  bellwether erase --user ann@acme.example --reason 'request 1208' --home data/acme"
    })
final class EraseCommand implements Callable<Integer> {
  @Mixin private HomeOptions homeOptions;
  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private SubjectOptions subject;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "asked for",
      description = "Why, for the ledger; no names (default: ${DEFAULT-VALUE}).")
  private String reason;

  @Override
  public Integer call() {
    Settings settings = homeOptions.configuration(Optional.empty()).settings();
    PrintWriter out = spec.commandLine().getOut();
    try (OpenHome home = OpenHome.of(settings)) {
      KeyCheck.require(home.warehouse(), settings.privacy().hashKey());
      Erasure.Result result =
          Erasure.run(
              home.warehouse(),
              subject.subject(settings.privacy().hashKey()),
              settings.privacy().hashKey(),
              reason,
              Clock.systemUTC().instant());
      result
          .rows()
          .forEach((table, rows) -> out.printf(Locale.ROOT, "  %-26s %,d rows%n", table, rows));
      if (result.rows().isEmpty() && result.publications() == 0) {
        out.println("nothing of them was found; rows that name them will not be kept from now on");
      } else {
        out.printf(Locale.ROOT, "erased, also from %,d publications%n", result.publications());
      }
    }
    out.flush();
    return 0;
  }
}
