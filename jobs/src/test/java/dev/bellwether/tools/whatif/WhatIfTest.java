package dev.bellwether.tools.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bellwether.platform.errors.BellwetherException;
import dev.bellwether.reading.TableRow;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class WhatIfTest {
  private static final LocalDate MAY = LocalDate.parse("2026-05-31");
  private static final CurrentSupport NOW =
      new CurrentSupport(
          "provider P",
          100,
          180,
          Map.of("labour", 50_000.0, "technology", 10_000.0),
          false,
          OptionalDouble.of(1),
          OptionalDouble.of(0.6),
          OptionalDouble.of(1_000_000));

  @Test
  void whatIsGivenExactlyComesOutExactly() {
    WhatIf result = WhatIf.of(NOW, plan("20", "1", "6000"));

    // 1,200 hours at 20, and 21 to 45 percent on top
    assertThat(result.hours()).isEqualTo(new Range(1200, 1200));
    assertThat(result.newCost().get("labour")).isEqualTo(new Range(24_000, 24_000));
    assertThat(WhatIf.total(result.newCost()).low()).isCloseTo(24_000 * 1.21, within(1e-6));
    assertThat(WhatIf.total(result.newCost()).high()).isCloseTo(24_000 * 1.45, within(1e-6));
    assertThat(result.saving().low()).isCloseTo(60_000 - 34_800, within(1e-6));
    assertThat(result.returnOfYear().low()).isCloseTo((60_000 - 40_800) / 40_800.0, within(1e-9));
    assertThat(result.payBackMonths().orElseThrow().high())
        .isCloseTo(6_000 / 25_200.0 * 12, within(1e-9));
    assertThat(result.breakEvenPoints().orElseThrow().low()).isCloseTo(2.52, within(1e-9));
    assertThat(result.agentsAtPeak().low()).isCloseTo(180 / 130.0, within(1e-9));
  }

  @Test
  void whatCostsMoreIsNeverPaidBackAndHasNoSavingToLose() {
    WhatIf.Plan plan = plan("60", "1", "6000");
    WhatIf result = WhatIf.of(NOW, plan);

    assertThat(result.saving().high()).isNegative();
    assertThat(result.payBackMonths()).isEmpty();
    assertThat(WhatIfText.lines(NOW, plan, result, "USD"))
        .anyMatch(line -> line.contains("never"))
        .anyMatch(line -> line.contains("no saving to lose"));
  }

  @Test
  void withoutAnythingGivenDefaultsAreNamedAsSuch() {
    WhatIf.Plan plan =
        new WhatIf.Plan(
            Destination.at("offshore", "USD", DollarRate.latest(List.of(), "USD", MAY)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    CurrentSupport withoutHours =
        new CurrentSupport(
            "line L1",
            100,
            180,
            NOW.yearlyCost(),
            true,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty());
    WhatIf result = WhatIf.of(withoutHours, plan);

    assertThat(result.newCost().get("labour")).isEqualTo(new Range(600 * 10, 1800 * 20));
    assertThat(WhatIfText.lines(withoutHours, plan, result, "USD"))
        .anyMatch(
            line ->
                line.contains(
                    "10.00 to 20.00 USD an hour, the default of offshore support in dollars"))
        .anyMatch(line -> line.contains("0.50 to 1.50 hours for each ticket, a default"))
        .anyMatch(line -> line.contains("estimated"))
        .anyMatch(line -> line.contains("unknown, since revenue is"));
  }

  @Test
  void aGroupThatIsKnownBringsItsOwnRateAndHoursUnlessOthersAreGiven() {
    Destination known =
        new Destination(new Range(20, 25), Optional.of(new Range(0.5, 0.6)), "what Q invoiced");
    WhatIf.Plan asItIs =
        new WhatIf.Plan(known, Optional.empty(), Optional.empty(), Optional.empty());
    WhatIf.Plan given =
        new WhatIf.Plan(
            known, Optional.of(Range.of(30)), Optional.of(Range.of(1)), Optional.empty());

    assertThat(WhatIf.of(NOW, asItIs).newCost().get("labour").low()).isEqualTo(600 * 20);
    assertThat(WhatIf.of(NOW, asItIs).newCost().get("labour").high())
        .isCloseTo(720 * 25, within(1e-9));
    assertThat(WhatIf.of(NOW, given).newCost().get("labour")).isEqualTo(Range.of(36_000));
    assertThat(WhatIfText.lines(NOW, asItIs, WhatIf.of(NOW, asItIs), "USD"))
        .anyMatch(line -> line.contains("20.00 to 25.00 USD an hour, what Q invoiced"))
        .anyMatch(line -> line.contains("0.50 to 0.60 hours for each ticket, what Q invoiced"));
  }

  @Test
  void workAtARateOfZeroCostsNothingAndHasNoShareOfReturn() {
    WhatIf.Plan free = plan("0", "1", "0");
    WhatIf result = WhatIf.of(NOW, free);

    assertThat(result.saving()).isEqualTo(new Range(60_000, 60_000));
    assertThat(result.payBackMonths()).contains(new Range(0, 0));
    assertThat(WhatIfText.lines(NOW, free, result, "USD"))
        .anyMatch(line -> line.contains("nothing is spent"))
        .noneMatch(line -> line.contains("Infinity"));
  }

  @Test
  void defaultsInDollarsAreConvertedAtTheHomesLastRateOrNotUsedAtAll() {
    List<TableRow> rates =
        List.of(
            rate("2026-05-01", "USD", "EUR", 0.9, 1, false),
            rate("2026-05-20", "USD", "EUR", 0.5, 1, false),
            rate("2026-05-20", "USD", "EUR", 0.8, 2, false),
            rate("2026-05-25", "USD", "EUR", 0.7, 1, false),
            rate("2026-05-25", "USD", "EUR", 0.7, 3, true),
            rate("2026-05-30", "EUR", "USD", 1.1, 1, false),
            rate("2026-05-30", "USD", "GBP", 0.6, 1, false),
            rate("2026-06-01", "USD", "EUR", 0.4, 1, false));
    Destination inEuros = Destination.at("offshore", "EUR", DollarRate.latest(rates, "EUR", MAY));

    assertThat(inEuros.rate()).isEqualTo(new Range(8, 16));
    assertThat(inEuros.source()).contains("10 to 20 dollars at 0.8000 EUR of 2026-05-20");
    assertThatThrownBy(
            () -> Destination.at("offshore", "CHF", DollarRate.latest(rates, "CHF", MAY)))
        .isInstanceOf(BellwetherException.class)
        .hasMessageContainingAll("not known in CHF", "from USD to CHF", "--rate");
  }

  private static TableRow rate(
      String day, String from, String to, double rate, long batch, boolean deleted) {
    return new TableRow(
        Map.of(
            "rate_date",
            LocalDate.parse(day),
            "from_currency",
            from,
            "to_currency",
            to,
            "rate",
            BigDecimal.valueOf(rate),
            "arrived_on",
            LocalDate.parse(day),
            "batch_no",
            batch,
            "deleted",
            deleted));
  }

  @Test
  void aRangeHasTwoEndsInOrder() {
    assertThat(Range.parse("10 - 50")).isEqualTo(new Range(10, 50));
    assertThat(Range.parse("0")).isEqualTo(new Range(0, 0));
    for (String wrong : new String[] {"50-10", "-5", "a", "1-2-3", "1-NaN", ""}) {
      assertThatThrownBy(() -> Range.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static WhatIf.Plan plan(String rate, String hours, String oneOff) {
    return new WhatIf.Plan(
        Destination.at("onshore", "USD", DollarRate.latest(List.of(), "USD", MAY)),
        Optional.of(Range.parse(rate)),
        Optional.of(Range.parse(hours)),
        Optional.of(Range.parse(oneOff)));
  }
}
