package dev.bellwether.cli;

import dev.bellwether.platform.config.Configuration;
import dev.bellwether.platform.config.Settings;
import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.platform.warehouse.HadoopSettings;
import dev.bellwether.publish.ExportedNight;
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
      "Names the page that was published with a night, or makes its pages again by --out:",
      "one for everyone, one for each owner. Each is one file that opens in a browser, offline."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  bellwether report --home data/demo --open",
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
      description = "Makes the pages again, in the folder report in this one.")
  private Path out;

  @Option(names = "--open", description = "Opens the page for everyone in this machine's browser.")
  private boolean open;

  @Override
  public Integer call() {
    Configuration configuration = homeOptions.configuration(Optional.ofNullable(source), Map.of());
    Settings settings = configuration.settings();
    String home = settings.home();
    Publications publications = Publications.read(home, HadoopSettings.of(settings));
    ExportedNight night = night(publications, home);
    String page =
        out == null
            ? publications
                .location(night.id(), RiskReport.PAGE)
                .orElseThrow(() -> withoutPage(night))
            : new RiskReport(home, settings, HadoopSettings.of(settings))
                .write(night, out)
                .toAbsolutePath()
                .toUri()
                .toString();
    spec.commandLine().getOut().println("Open: " + page);
    spec.commandLine().getOut().flush();
    if (open) {
      BrowserOpener.of(System.getProperty("os.name")).open(page);
    }
    return 0;
  }

  private static BellwetherException withoutPage(ExportedNight night) {
    return BellwetherException.configuration(
        night.id() + " was published without a page",
        "of several nights at once only the last gets one, and nights before there were pages have"
            + " none",
        "name a folder of this machine by --out, to have it made there");
  }

  private ExportedNight night(Publications publications, String home) {
    Optional<ExportedNight> found =
        asOf == null ? publications.currentNight() : publications.night(asOf);
    return found.orElseThrow(
        () ->
            BellwetherException.configuration(
                "there is no publication " + (asOf == null ? "in " : "of " + asOf + " in ") + home,
                asOf == null ? "nothing was published there yet" : "that night was not published",
                "run the night first, or see bellwether tables --home " + home));
  }
}
