package dev.bellwether.cli;

import dev.bellwether.platform.config.Configuration;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.publish.PublicationId;
import dev.bellwether.publish.Publications;
import dev.bellwether.report.RiskReport;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bellwether report}: makes the pages of a published night again. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Makes the pages of a published night: one for everyone, one for each owner.",
      "Each is one file that opens in a browser, offline."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  bellwether report --home data/demo",
      "  bellwether report --home data/demo --as-of 2026-05-31 --out may"
    })
public final class ReportCommand implements Callable<Integer> {
  @Mixin private HomeOptions homeOptions;
  @Spec private CommandSpec spec;

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "The source, for its own settings (currency, window).")
  private String source;

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = "The night; its latest publication is taken (default: the current one).")
  private LocalDate asOf;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where to (default: report/PUBLICATION in the home).")
  private Path out;

  @Override
  public Integer call() {
    Configuration configuration = homeOptions.configuration(Optional.ofNullable(source), Map.of());
    String home = configuration.settings().home();
    PublicationId publication = publication(home);
    RiskReport report = new RiskReport(home, configuration.settings());
    Path page =
        out == null
            ? report.writeInHome(publication).orElseThrow(() -> notLocal(home))
            : report.write(publication, out);
    spec.commandLine().getOut().println("Open: " + page.toAbsolutePath().toUri());
    return 0;
  }

  private static BellwetherException notLocal(String home) {
    return BellwetherException.configuration(
        home + " is not a local folder",
        "a browser opens files of this machine",
        "name a folder of this machine by --out");
  }

  private PublicationId publication(String home) {
    Publications publications = Publications.read(home);
    Optional<PublicationId> found =
        asOf == null
            ? publications.current()
            : publications.latest(asOf).map(manifest -> manifest.id());
    return found.orElseThrow(
        () ->
            BellwetherException.configuration(
                "there is no publication " + (asOf == null ? "in " : "of " + asOf + " in ") + home,
                asOf == null ? "nothing was published there yet" : "that night was not published",
                "run the night first, or see bellwether tables --home " + home));
  }
}
