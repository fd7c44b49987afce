package dev.bellwether.cli;

import dev.bellwether.platform.config.CheckedFile;
import dev.bellwether.platform.config.Scorecard;
import dev.bellwether.platform.config.ScorecardCheck;
import dev.bellwether.platform.config.Scorecards;
import dev.bellwether.platform.config.Settings;
import dev.bellwether.tools.preview.PreviewText;
import dev.bellwether.tools.preview.ScorecardPreview;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bellwether scorecard preview FILE}: what a changed scorecard would change. */
@Command(
    name = "preview",
    mixinStandardHelpOptions = true,
    description = {
      "Scores a home's nights by a changed scorecard and by the one in force, and compares:",
      "who changes band, who moves most and why, and how well each predicted churn.",
      "Publishes nothing and changes no table."
    },
    footerHeading = "%nExamples:%n",
    footer = "  bellwether scorecard preview new/default.yaml --as-of 2026-06-29 --home data/demo")
final class ScorecardPreviewCommand implements Callable<Integer> {
  @Mixin private HomeOptions homeOptions;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description = {
        "The changed scorecard. It takes the place of the one in force that has its name,",
        "else that of the main one."
      })
  private Path file;

  @Option(
      names = "--as-of",
      required = true,
      paramLabel = "DATE",
      description = "The night to preview; the track record is as of it.")
  private LocalDate asOf;

  @Option(
      names = "--movers",
      defaultValue = "10",
      description = "How many accounts to name (default: ${DEFAULT-VALUE}).")
  private int movers;

  @Override
  public Integer call() {
    Scorecard changed = read(file);
    Settings settings = homeOptions.configuration(Optional.empty()).settings();
    try (OpenHome home = OpenHome.of(settings)) {
      ScorecardPreview preview = new ScorecardPreview(home.warehouse(), settings, asOf);
      Scorecards before = preview.inForce();
      Scorecards after = before.with(changed, name -> read(file.resolveSibling(name + ".yaml")));
      print(before, changed, preview.compare(before, after, movers));
    }
    return 0;
  }

  private Scorecard read(Path scorecard) {
    CheckedFile<Scorecard> check = ScorecardCheck.of(scorecard, asOf, System.getenv());
    if (!check.errors().isEmpty()) {
      throw check.errors().get(0);
    }
    return check.content();
  }

  private void print(Scorecards before, Scorecard changed, ScorecardPreview.Result result) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "Scorecard %s, version %s, against %s, version %s, as of %s%n%n",
        changed.name(), changed.version(), before.main().name(), before.main().version(), asOf);
    PreviewText.of(result).forEach(out::println);
    out.flush();
  }
}
