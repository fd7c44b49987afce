package dev.bellwether.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import dev.bellwether.reading.TableRow;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real Chromium: seen, driven by mouse and keys, searched, printed and attacked. */
class RiskPageIT {
  @TempDir static Path folder;
  private static Browser browser;
  private static Path file;

  @BeforeAll
  static void openTheBrowser() {
    browser = new Browser();
    file = Browser.write(folder, PageFixture.html(PageFixture.everySituation()));
  }

  @AfterAll
  static void closeTheBrowser() {
    browser.close();
  }

  @AfterEach
  void nothingWasComplainedOfAndNothingAskedFor() {
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.requests()).allMatch(url -> url.startsWith("file:"));
  }

  private static Page open(String link) {
    return browser.open(file, link, 1280, 900);
  }

  private static List<String> accounts(Page page) {
    return page.locator("tr[data-account]").all().stream()
        .map(row -> row.getAttribute("data-account"))
        .toList();
  }

  @Test
  void theListStandsInItsOrderAndNamesAreShownAsTheyAre() {
    Page page = open("");
    assertThat(accounts(page)).containsExactly("A-1", "A-2", "A-3", "A-4", "A-5", "A-6");
    assertThat(page.locator(".list .name").allTextContents())
        .containsExactly(
            PageFixture.SCRIPT_NAME,
            PageFixture.FORMULA_NAME,
            PageFixture.RIGHT_TO_LEFT_NAME,
            PageFixture.LONG_NAME,
            "A-5",
            "Name of A-6");
    assertThat(page.title()).isEqualTo("Renewals at risk, 29 June 2026");
  }

  @Test
  void unknownIsSaidAndNeverANumber() {
    Page page = open("");
    assertThat(page.locator("tr[data-account='A-5']").textContent()).contains("unknown", "Unknown");
    assertThat(page.locator("tr[data-account='A-6'] td[data-label='ARR to decide']").textContent())
        .isEqualTo("unknown");
    assertThat(page.locator("#months").textContent())
        .contains("3 of 6 accounts have no expected loss");
  }

  @Test
  void smallChancesAreUnderOnePercentAndLargeOnesOverNinetyNine() {
    Page page = open("");
    assertThat(page.locator("tr[data-account='A-3']").textContent()).contains("<1 %");
    assertThat(page.locator("tr[data-account='A-1']").textContent()).contains(">99 %");
  }

  @Test
  void theListIsSortedFilteredAndSearchedAndTheLinkKeepsIt() {
    Page page = open("");
    page.locator("th button", new Page.LocatorOptions().setHasText("ARR to decide")).click();
    assertThat(accounts(page).get(0)).isEqualTo("A-3");
    assertThat(accounts(page).get(5)).isEqualTo("A-6");
    page.selectOption("#f-owner", "Ana Ruiz");
    assertThat(accounts(page)).containsExactlyInAnyOrder("A-1", "A-2");
    page.keyboard().press("/");
    page.keyboard().type("seats");
    assertThat(accounts(page)).containsExactly("A-2");
    assertThat(page.url()).contains("owner=Ana+Ruiz").contains("q=seats").contains("sort=arr");

    Page again = open(page.url().substring(page.url().indexOf('#')));
    assertThat(accounts(again)).containsExactly("A-2");
    again.locator("text=Clear").click();
    assertThat(accounts(again)).hasSize(6);
  }

  @Test
  void anAccountIsOpenedClosedAndLeafedThroughByKeys() {
    Page page = open("");
    page.locator("tr[data-account='A-1'] .name").focus();
    page.keyboard().press("Enter");
    Locator drawer = page.locator("dialog[open]");
    assertThat(drawer.locator("h2").textContent()).isEqualTo(PageFixture.SCRIPT_NAME);
    page.keyboard().press("ArrowRight");
    assertThat(drawer.locator("h2").textContent()).isEqualTo(PageFixture.FORMULA_NAME);
    assertThat(page.url()).contains("account=A-2");
    unpacked(page);
    assertThat(drawer.textContent()).contains("57 % of seats in use", "What a CSM can act on");
    page.keyboard().press("Escape");
    assertThat(page.locator("dialog[open]").count()).isZero();
    assertThat(page.evaluate("document.activeElement.textContent"))
        .isEqualTo(PageFixture.FORMULA_NAME);
  }

  @Test
  void theNextActionStandsOnTheListAndWithTheStatusesInTheDrawer(@TempDir Path other) {
    GivenTables tables =
        new GivenTables()
            .published(
                "renewal_risk",
                GivenTables.listing(
                    "A",
                    1,
                    "action_text",
                    "Call the <b>sponsor</b>",
                    "action_due_on",
                    GivenTables.NIGHT.plusDays(3),
                    "action_id",
                    "A/rescue/2026-06-20",
                    "action_role",
                    "csm",
                    "action_state",
                    "open",
                    "automated_status",
                    "at_risk",
                    "account_link",
                    "javascript:alert(1)"));
    Path ofAction = Browser.write(other, PageFixture.html(tables));
    Page page = browser.open(ofAction, "#account=A", 1280, 900);
    unpacked(page);
    assertThat(page.locator(".list .next").textContent())
        .isEqualTo("Next: Call the <b>sponsor</b>, by 2 Jul");
    assertThat(page.locator("dialog[open]").textContent())
        .contains("What to do next", "Automated status", "at risk")
        .contains("for csm · open · action_id A/rescue/2026-06-20");
    assertThat(page.locator("dialog[open] a").count()).isZero();
  }

  @Test
  void anAccountOfWhichNumbersSayNothingDoesNotBlankTheList(@TempDir Path other) {
    GivenTables tables =
        new GivenTables()
            .published(
                "renewal_risk",
                GivenTables.listing(
                    "A",
                    1,
                    "band",
                    "unknown",
                    "score",
                    null,
                    "csm_status",
                    "monitor",
                    "status_disagreement",
                    "csm_undecided",
                    "to_settle",
                    true),
                GivenTables.listing("B", 2));
    Page page =
        browser.open(Browser.write(other, PageFixture.html(tables)), "#account=A", 1280, 900);
    assertThat(accounts(page)).containsExactly("A", "B");
    assertThat(page.locator("tr[data-account='A']").textContent())
        .contains("renewal monitor", "to settle")
        .doesNotContain("the numbers say");
    assertThat(page.locator("dialog[open]").textContent()).contains("unknown: none was predicted");
  }

  @Test
  void aSnoozedActionIsNotOverdueAndOtherActionsStandInTheDrawer(@TempDir Path other) {
    GivenTables tables =
        new GivenTables()
            .published(
                "renewal_risk", action("A", 1, "snoozed", false), action("B", 2, "open", true))
            .published(
                "next_action",
                nextAction("A", "first", "snoozed"),
                nextAction("A", "second", "done"),
                nextAction("A", "third", "closed"));
    Path file = Browser.write(other, PageFixture.html(tables));
    Page page = browser.open(file, "#account=A", 1280, 900);
    unpacked(page);
    assertThat(page.locator("tr[data-account='A'] .next").textContent())
        .isEqualTo("Next: Call, by 26 Jun, snoozed");
    assertThat(page.locator("tr[data-account='B'] .next .down").textContent())
        .isEqualTo(", overdue since 26 Jun");
    assertThat(page.locator("dialog[open]").textContent())
        .contains("Other actions", "Do second", "done · action_id A/second")
        .doesNotContain("Do first", "Do third");
    Page overdue = browser.open(file, "#status=overdue_action", 1280, 900);
    assertThat(accounts(overdue)).containsExactly("B");
  }

  private static TableRow action(String account, int rank, String state, boolean isOverdue) {
    return GivenTables.listing(
        account,
        rank,
        "action_text",
        "Call",
        "action_id",
        account + "/first",
        "action_due_on",
        GivenTables.NIGHT.minusDays(3),
        "action_state",
        state,
        "action_is_overdue",
        isOverdue);
  }

  private static TableRow nextAction(String account, String play, String state) {
    return GivenTables.row(
        "account_id",
        account,
        "action_id",
        account + "/" + play,
        "action",
        "Do " + play,
        "role",
        "csm",
        "state",
        state);
  }

  @Test
  void sumsSayOfHowManyTheyAreKnown() {
    Page page = open("");
    assertThat(page.locator("#count").textContent())
        .isEqualToIgnoringCase(
            "6 of 6 accounts, $104K (known of 5) to decide, $1.44K (known of 3) expected loss");
    page.selectOption("#f-band", "unknown");
    assertThat(page.locator("#count").textContent())
        .isEqualToIgnoringCase("1 of 6 accounts, $1.2K to decide, unknown expected loss");
  }

  @Test
  void smallLinesAreDrawnOverDaysAndNotOverNights(@TempDir Path other) {
    GivenTables tables = new GivenTables().published("renewal_risk", GivenTables.listing("A", 1));
    for (int daysAgo : new int[] {300, 2, 1, 0}) {
      tables.stored(
          "account_health",
          GivenTables.row(
              "account_id",
              "A",
              "as_of_date",
              GivenTables.NIGHT.minusDays(daysAgo),
              "band",
              "green",
              "score",
              80.0));
    }
    Page page = browser.open(Browser.write(other, PageFixture.html(tables)), "", 1280, 900);
    String drawn = page.locator("tr[data-account='A'] .spark path").getAttribute("d");
    int at = drawn.indexOf('L') + 1;
    double second = Double.parseDouble(drawn.substring(at, drawn.indexOf(' ', at)));
    assertThat(second).isGreaterThan(80);
  }

  @Test
  void whetherUsageIsKnownIsSaidByTheFeatureOfItsAge(@TempDir Path other) {
    assertThat(open("").locator("#overnight").textContent()).contains("Usage is not known");
    GivenTables tables = PageFixture.everySituation();
    tables.stored(
        "account_features",
        GivenTables.row(
            "account_id", "A-1", "as_of_date", GivenTables.NIGHT, "usage_data_age_days", 0));
    Page page = browser.open(Browser.write(other, PageFixture.html(tables)), "", 1280, 900);
    assertThat(page.locator("#overnight").textContent())
        .contains("Usage is known through 29 June 2026");
  }

  @Test
  void aParentStandsOnTheListAndWhatItsAccountsComeToInTheDrawer(@TempDir Path other) {
    GivenTables tables =
        new GivenTables()
            .published(
                "renewal_risk",
                GivenTables.listing(
                    "A",
                    1,
                    "parent_account_id",
                    "Holding <1>",
                    "parent_arr",
                    new BigDecimal("50000.00"),
                    "parent_weighted_score",
                    71.4,
                    "parent_worst_band",
                    "red",
                    "parent_band",
                    "yellow"),
                GivenTables.listing("B", 2));
    Path ofParents = Browser.write(other, PageFixture.html(tables));
    Page page = browser.open(ofParents, "#account=A", 1280, 900);
    unpacked(page);
    assertThat(page.locator("dialog[open]").textContent())
        .containsIgnoringCase(
            "Holding <1>, $50K ARR together, health yellow (71 weighted by ARR, worst red)");
    assertThat(page.locator("tr[data-account='A']").textContent())
        .contains("of Holding <1>, yellow");
    assertThat(page.locator("tr[data-account='B']").textContent()).doesNotContain("Holding");

    Page found = browser.open(ofParents, "#q=holding", 1280, 900);
    assertThat(accounts(found)).containsExactly("A");
    Page alone = browser.open(ofParents, "#account=B", 1280, 900);
    unpacked(alone);
    assertThat(alone.locator("dialog[open]").textContent()).doesNotContain("Group");
  }

  @Test
  void aLinkOpensAnAccount() {
    Page page = open("#account=A-3");
    assertThat(page.locator("dialog[open] h2").textContent())
        .isEqualTo(PageFixture.RIGHT_TO_LEFT_NAME);
    assertThat(page.locator("dialog[open]").textContent()).contains("$98,765.43");
  }

  @Test
  void axeFindsNothingSeriousInLightDarkAndTheDrawer() {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      Page page = open("");
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      page.reload();
      assertThat(new AxeBuilder(page).analyze().getViolations())
          .as("in %s", scheme)
          .noneMatch(v -> List.of("serious", "critical").contains(v.getImpact()));
    }
    Page drawer = open("#account=A-2");
    unpacked(drawer);
    assertThat(new AxeBuilder(drawer).analyze().getViolations())
        .noneMatch(v -> List.of("serious", "critical").contains(v.getImpact()));
  }

  private static Path everyTable(Path folder, Optional<String> owner) {
    return Browser.write(folder, PageFixture.html(PageFixture.everyTable(), owner));
  }

  @Test
  void whatTheCsmSaidOfTheRenewalStandsBesideTheHealthThatItSees() {
    Page page = open("");
    assertThat(page.locator("tr[data-account='A-1']").textContent())
        .contains("renewal at risk, expects that it churns");
  }

  private static Page told(Path folder, String link) {
    return browser.open(
        Browser.write(folder, PageFixture.html(PageFixture.toldByPeople())), link, 1280, 900);
  }

  @Test
  void whatIsToSettleIsSaidFilteredAndKeptInTheLink(@TempDir Path other) {
    Page page = told(other, "");
    assertThat(page.locator("tr[data-account='S-1']").textContent())
        .contains(
            "to settle: the numbers say at risk",
            "64 % of it known",
            "support moved",
            "stuck ticket");
    assertThat(page.locator("tr[data-account='S-2']").textContent())
        .contains("settled: good", "snoozed until 9 Jul");
    assertThat(page.locator("tr[data-account='S-3']").textContent()).contains("rate of returns");
    page.selectOption("#f-status", "to_settle");
    assertThat(accounts(page)).containsExactly("S-1");
    assertThat(page.url()).contains("status=to_settle");
    page.selectOption("#f-status", "unreviewed");
    assertThat(accounts(page)).containsExactly("S-3");
  }

  @Test
  void theDrawerTellsTheContractWhoIsThereAndWhatChangedSinceTheReview(@TempDir Path other) {
    Page page = told(other, "#account=S-1");
    unpacked(page);
    assertThat(page.locator("dialog[open]").textContent())
        .contains("annual, renews by itself on 28 Aug 2026 unless notice is given by 29 Jul 2026")
        .contains("12 days past due", "2 open", "left 40 days ago", "contracted, 28 Aug 2025")
        .contains("Oldest open ticketopen for 34 days")
        .contains("Supportmoved from Acme Care to HelpCo on 1 May 2026")
        .contains("rank 4 → 1, health 80 → 55, expected loss $100 → $480")
        .contains("19 Jun 2026 by Ana Ruiz", "to settle");
  }

  @Test
  void whatWasCalledGoodStandsBesideWhatWasLost(@TempDir Path other) {
    Page page = told(other, "");
    assertThat(page.locator("#trust").textContent())
        .containsIgnoringCase("The numbers, 90 days beforegood25 %$500 of $2K, 1at risk100 %")
        .contains("The CSM, last wordat risk");
  }

  @Test
  void monthsHaveTheForecastsIntervalAndPastOnesWhatCame(@TempDir Path other) {
    Page page = browser.open(everyTable(other, Optional.empty()), "", 1280, 900);
    assertThat(page.locator("#months").textContent())
        .containsIgnoringCase("$1.44K ($900 to $2.1K) of $5K, 4 accounts")
        .containsIgnoringCase("unknown of $5K, 2 accounts")
        .containsIgnoringCase("forecast $700 of $9K, came $500")
        .doesNotContain("came $500 so far")
        .contains("an assumption until enough forecasts are decided");
    assertThat(page.locator("#months .whisker").count()).isOne();
  }

  @Test
  void whoCameAndLeftAndWhyStandsBehindTheSentence(@TempDir Path other) {
    Page page = browser.open(everyTable(other, Optional.empty()), "", 1280, 900);
    assertThat(page.locator("#overnight .lead").textContent()).contains("1 lost in part");
    Locator changes = page.locator("#overnight details");
    changes.locator("summary").focus();
    page.keyboard().press("Enter");
    assertThat(changes.textContent())
        .contains("1 came, 1 left", "notice given", "a part ended for good")
        .contains(PageFixture.SCRIPT_NAME);
    changes.locator("button.name").first().click();
    assertThat(page.url()).contains("account=A-3");
  }

  @Test
  void anOwnersBookIsALineThatShowsItsListAndMonthlyTermsAreAGroup(@TempDir Path other) {
    Page page = browser.open(everyTable(other, Optional.empty()), "", 1280, 900);
    assertThat(page.locator("#books tbody tr").count()).isEqualTo(2);
    assertThat(page.locator("#books tbody tr").first().textContent()).startsWith("no owner");
    assertThat(page.locator("#books tbody tr").last().textContent()).contains("unknown", "32");
    assertThat(page.locator("tr.group").textContent())
        .isEqualToIgnoringCase(
            "Month-to-month terms, which decide each month: 1 account, $1.2K to decide");
    assertThat(page.locator("#figures").textContent())
        .containsIgnoringCase("beside it, month to month: $1.2K, 1 account");
    assertThat(page.locator("#months").textContent())
        .containsIgnoringCase("1 account, $1.2K to decide, unknown expected loss");
    page.selectOption("#f-situation", "monthly");
    assertThat(accounts(page)).containsExactly("A-7");
    page.locator("text=Clear").click();
    page.locator("#books button", new Page.LocatorOptions().setHasText("Ana Ruiz")).click();
    assertThat(accounts(page)).containsExactly("A-1", "A-2", "A-7");
    page.locator("th button", new Page.LocatorOptions().setHasText("ARR to decide")).click();
    assertThat(page.locator("tr.group").count()).isZero();
  }

  @Test
  void retentionAndSupportAreOnThePageForEveryoneOnly(@TempDir Path all, @TempDir Path anas) {
    Page page = browser.open(everyTable(all, Optional.empty()), "", 1280, 900);
    assertThat(page.locator("#retention").textContent())
        .contains("net 104.3 %", "Over May 2026 alone: net 100.4 %, gross 99.1 %")
        .contains("10 customers are in no amount")
        .contains("84 % left", "as far as 15 customers were seen")
        .contains("The last 1 cohort of ten customers or more", "Nov 2025", "88 %")
        .contains(
            "in house",
            "42 min",
            "$12.00",
            "$1.2k for 120, the costs of 100 known",
            "association, not an effect")
        .contains("bpo against in house", "+4.3", "+1.5 to +7")
        .contains("no difference shown: the interval holds 0")
        .doesNotContain("Jul 2026");
    assertThat(page.locator("#retention svg rect.fill-green").count()).isEqualTo(4);
    assertThat(page.locator("#retention details summary").allTextContents())
        .contains("1 comparison that shows no difference");
    Page owners = browser.open(everyTable(anas, Optional.of("Ana Ruiz")), "", 1280, 900);
    assertThat(owners.locator("#retention").count()).isZero();
    assertThat(owners.locator("#books tbody tr").count()).isOne();
  }

  @Test
  void anAccountTellsWhatItsSupportCost(@TempDir Path all) {
    Path full = everyTable(all, Optional.empty());
    Page page = browser.open(full, "#account=A-7", 1280, 900);
    unpacked(page);
    assertThat(page.locator("#account").textContent())
        .contains(
            "$300.75 for 10 tickets in the twelve months to May 2026, 5 % of its ARR of today.");
    page = browser.open(full, "#account=A-2", 1280, 900);
    unpacked(page);
    assertThat(page.locator("#account").textContent())
        .contains(
            "$50.00 for 5 tickets in the twelve months to May 2026. What 2 of them cost is not"
                + " known, or not all of it.");
    page = browser.open(full, "#account=A-1", 1280, 900);
    unpacked(page);
    assertThat(page.locator("#account").textContent()).doesNotContain("What its support cost");
  }

  @Test
  void whatHasNoTableIsSaid() {
    Page page = open("");
    assertThat(page.locator("#retention").textContent())
        .contains("Nothing is known of retention yet", "Nothing is known of support by model");
    assertThat(page.locator("#books").count()).isZero();
    assertThat(page.locator("#overnight details").count()).isZero();
  }

  @Test
  void supportsTablesOfALaterMonthSayNothingOfThisNight(@TempDir Path other) {
    GivenTables tables = PageFixture.everyTable();
    tables.stored(
        "support_performance_monthly",
        GivenTables.row(
            "month", GivenTables.NIGHT.plusDays(32), "cut", "model", "cut_value", "in_house"));
    Page page = browser.open(Browser.write(other, PageFixture.html(tables)), "", 1280, 900);
    assertThat(page.locator("#retention").textContent())
        .contains("were made again for Jul 2026, after this night")
        .doesNotContain("bpo");
  }

  @Test
  void withEveryTableAxeFindsNothingSeriousAndNothingScrollsSideways(@TempDir Path other) {
    Path full = everyTable(other, Optional.empty());
    for (int width : new int[] {1280, 390}) {
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        Page page = browser.open(full, "", width, 900);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.reload();
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })");
        assertThat(new AxeBuilder(page).analyze().getViolations())
            .as("at %d in %s", width, scheme)
            .noneMatch(v -> List.of("serious", "critical").contains(v.getImpact()));
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
            .as("at %d", width)
            .isEqualTo(true);
      }
    }
  }

  @Test
  void nothingScrollsSidewaysAtTheWidthOfADeskOrAPhone() {
    for (int width : new int[] {1280, 390}) {
      Page page = browser.open(file, "", width, 900);
      assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
          .as("at %d", width)
          .isEqualTo(true);
    }
  }

  @Test
  void printedItHasTheListAndNoControls() {
    Page page = open("");
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    assertThat(page.locator(".controls").isVisible()).isFalse();
    assertThat(page.locator(".list").isVisible()).isTrue();
  }

  @Test
  void aScriptThatGotIntoThePageIsNotRun() {
    Page page = open("");
    page.evaluate(
        "(() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
            + " document.body.append(s); })()");
    assertThat(page.evaluate("window.ran")).isNull();
    assertThat(browser.complaints()).anyMatch(text -> text.contains("Content Security Policy"));
    browser.forget();
  }

  @Test
  void tenThousandRowsOpenAndAreFound(@TempDir Path large) {
    Path page10k = Browser.write(large, PageFixture.html(PageFixture.ofSize(10_000)));
    Page page = browser.open(page10k, "", 1280, 900);
    assertThat(page.locator("tr[data-account]").count()).isEqualTo(200);
    assertThat(page.locator("#rows .more").textContent()).contains("200 of 10,000 shown");
    page.locator("#search").fill("A-009999");
    assertThat(accounts(page)).containsExactly("A-009999");
    page.locator("tr[data-account] .name").click();
    unpacked(page);
    assertThat(page.locator("dialog[open]").textContent()).contains("What the score is made of");
    // what it weighs and takes is for people to read: a machine at work is no measure
    System.out.printf(
        "a page of 10,000 accounts: %,d bytes, open after %s ms%n",
        page10k.toFile().length(),
        browser
            .open(page10k, "", 1280, 900)
            .evaluate("Math.round(performance.getEntriesByType('navigation')[0].loadEventEnd)"));
  }

  /** Waits until the details of an account are there. */
  private static void unpacked(Page page) {
    page.locator("dialog[open]:not([aria-busy])").waitFor();
  }
}
