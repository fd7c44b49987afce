package dev.bellwether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bellwether.platform.errors.BellwetherException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line in this process: what it prints and how it ends, of commands without Spark. */
class CommandLineTest {
  @TempDir Path home;

  private record Result(int exitCode, String output) {}

  private static Result run(String... arguments) {
    StringWriter text = new StringWriter();
    PrintWriter writer = new PrintWriter(text, true);
    int exitCode = Bellwether.commandLine().setOut(writer).setErr(writer).execute(arguments);
    return new Result(exitCode, text.toString());
  }

  @Test
  void helpNamesTheCommandsAndTheExitCodes() throws Exception {
    Result help = run("--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.output())
        .contains("demo", "run", "tables", "show", "config", "backtest", "a data check failed");
  }

  @Test
  void aWrongArgumentAndAWrongSettingEndWithTwo() throws Exception {
    assertThat(run("run", "--source", "demo").exitCode()).isEqualTo(2);
    Result wrong = run("config", "--conf", "../conf", "--set", "churn.gap_day=3");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.output())
        .contains("churn.gap_day", "churn.gap_days", "fix:")
        .doesNotContain("\tat ");
  }

  @Test
  void aRunThatCannotBeginLeavesNoSummaryOfTheOneBefore() throws Exception {
    Path summary = Files.writeString(home.resolve("summary.json"), "{}");
    Result wrong =
        run(
            "run",
            "--source=nobody",
            "--as-of=2026-06-30",
            "--conf=../conf",
            "--summary-json=" + summary);
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(summary).doesNotExist();
  }

  @Test
  void theCompletionScriptCompletesCommandsAndOptionsInBash() throws Exception {
    Path script =
        Files.writeString(home.resolve("completion"), run("generate-completion").output());
    assertThat(completed(script, "bellwether", "pub")).containsExactly("publication");
    assertThat(completed(script, "bellwether", "run", "--summary"))
        .containsExactly("--summary-json");
  }

  /** What bash offers for the last word. */
  private static List<String> completed(Path script, String... words) throws Exception {
    String asked =
        "compopt() { :; }; source '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_bellwether; printf '%%s\\n' \"${COMPREPLY[@]}\""
            .formatted(script, String.join(" ", words), words.length - 1);
    Process bash = new ProcessBuilder("bash", "-c", asked).redirectErrorStream(true).start();
    return new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .map(String::strip)
        .toList();
  }

  @Test
  void aScorecardIsCheckedWhole() throws Exception {
    Result good =
        run("scorecard", "check", "../conf/scorecards/default.yaml", "--as-of=2026-06-30");
    assertThat(good.output()).contains("scorecard default", "no errors");
    assertThat(good.exitCode()).isZero();

    Path file = home.resolve("mine.yaml");
    Files.writeString(
        file,
        Files.readString(Path.of("../conf/scorecards/onboarding.yaml"))
            .replace("name: onboarding", "name: mine")
            .replace("seat_utilisation\n", "seat_utilization\n")
            .replace("weight: 0.25", "weight: -1")
            .replace("2030-12-31", "2020-12-31"));
    Result bad = run("scorecard", "check", file.toString(), "--as-of=2026-06-30");
    assertThat(bad.exitCode()).isEqualTo(2);
    assertThat(bad.output())
        .contains(
            "warning: " + file + ": overrides.notice_given.expires",
            "error: " + file + ": dimensions.support.weight",
            "did you mean seat_utilisation?")
        .doesNotContain("\tat ");
  }

  @Test
  void aPlaybookIsCheckedWhole() throws Exception {
    Result good = run("playbook", "check", "../conf/playbooks/default.yaml");
    assertThat(good.output()).contains("playbook default", "no errors");
    assertThat(good.exitCode()).isZero();

    Path file = home.resolve("mine.yaml");
    Files.writeString(
        file,
        Files.readString(Path.of("../conf/playbooks/default.yaml"))
            .replace("name: default", "name: mine")
            .replace("{situation: notice}", "{situation: noticed}")
            .replace("sponsor: left", "sponsors: left")
            .replace("[surveys, relationship]", "[survey, relationship]")
            .replace("nights: 3", "nights: 0")
            .replace("due_in: 1\n", "due_in: 1.5\n"));
    Result bad = run("playbook", "check", file.toString());
    assertThat(bad.exitCode()).isEqualTo(2);
    assertThat(bad.output())
        .contains(
            "error: " + file + ": plays.win_back.due_in",
            "error: " + file + ": plays.save_after_notice.when.situation",
            "error: " + file + ": plays.find_sponsor.nights",
            "did you mean sponsor?",
            "did you mean surveys?")
        .doesNotContain("\tat ");
  }

  @Test
  void configShowsValuesWithTheirOriginAndMasksSecrets() throws Exception {
    Result config =
        run("config", "--conf", "../conf", "--source", "ravenstack", "--set", "source.path=/x");
    assertThat(config.exitCode()).isZero();
    assertThat(config.output())
        .contains("churn.gap_days", "(default)", "(--set)")
        .containsPattern("privacy.hash_key +\\(not set\\)");
  }

  @Test
  void tablesListsEveryLayerBeforeAnythingIsPublished() throws Exception {
    Result tables = run("tables", "--conf", "../conf", "--home", home.toString());
    assertThat(tables.exitCode()).isZero();
    assertThat(tables.output()).contains("staging", "renewal_risk", "nothing is published");
  }

  @Test
  void backfillDatesAlwaysEndWithTheAsOfDate() {
    LocalDate from = LocalDate.of(2026, 1, 15);
    LocalDate to = LocalDate.of(2026, 3, 10);
    assertThat(RunDates.between(from, to, "month-end"))
        .containsExactly(LocalDate.of(2026, 1, 31), LocalDate.of(2026, 2, 28), to);
    assertThat(RunDates.between(from, from.plusDays(8), "7d"))
        .containsExactly(from, from.plusDays(7), from.plusDays(8));
    Assertions.assertThatThrownBy(() -> RunDates.between(from, to, "2w"))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContaining("month-end");
  }
}
