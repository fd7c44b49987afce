package dev.bellwether.cli;

import dev.bellwether.ingest.KeyCheck;
import dev.bellwether.pipeline.AccountExport;
import dev.bellwether.platform.config.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bellwether export-account}: all that a home's tables hold of an account or a user. */
@Command(
    name = "export-account",
    mixinStandardHelpOptions = true,
    description = "Writes all that a home's tables hold of an account or a user, as JSON lines.",
    footerHeading = "%nExamples:%n",
    footer = "  bellwether export-account --account A-000827 --out request-1207 --home data/acme")
final class ExportAccountCommand implements Callable<Integer> {
  @Mixin private HomeOptions homeOptions;
  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private SubjectOptions subject;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "A new folder for the files, one for each table.")
  private Path folder;

  @Override
  public Integer call() {
    Settings settings = homeOptions.configuration(Optional.empty()).settings();
    PrintWriter out = spec.commandLine().getOut();
    try (OpenHome home = OpenHome.of(settings)) {
      KeyCheck.require(home.warehouse(), settings.privacy().hashKey());
      Map<String, Long> rows =
          AccountExport.write(
              home.warehouse(),
              subject.subject(settings.privacy().hashKey()),
              settings.privacy().hashKey(),
              folder);
      rows.forEach((table, count) -> out.printf(Locale.ROOT, "  %-26s %,d rows%n", table, count));
      out.println(rows.isEmpty() ? "nothing is held of them" : "written to " + folder);
    }
    out.flush();
    return 0;
  }
}
