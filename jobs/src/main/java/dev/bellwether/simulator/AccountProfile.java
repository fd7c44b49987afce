package dev.bellwether.simulator;

import static java.time.temporal.ChronoUnit.DAYS;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;

/**
 * What is fixed of an account.
 *
 * @param existing whether it was a customer before the first simulated day
 * @param pricePerSeat a month's list price of a seat in its currency
 * @param fit where its value returns to
 * @param quiet whether it mostly works by API, so that its users' activity tells nothing
 * @param csm who looks after it, or null
 * @param outsourced whether an outside provider answers its first line at the start
 * @param switchOn the day on which that changes by a draw of lots, or null
 * @param trialDays how long its trial was, 0 for none
 * @param billingMonths how many months an invoice covers
 */
record AccountProfile(
    int number,
    String id,
    String name,
    Segment segment,
    String industry,
    String country,
    ZoneId zone,
    String currency,
    LocalDate createdOn,
    boolean existing,
    int seats,
    double pricePerSeat,
    double fit,
    boolean quiet,
    double surveyPropensity,
    ContractKind kind,
    Integer termMonths,
    boolean autoRenew,
    int noticeDays,
    String csm,
    boolean outsourced,
    LocalDate switchOn,
    int trialDays,
    int billingMonths) {

  private static final ZoneId AMERICA = ZoneId.of("America/New_York");
  private static final ZoneId EUROPE = ZoneId.of("Europe/Berlin");
  private static final double EXISTING_SHARE = 0.5;

  /** The account of a number, drawn from its own stream. */
  static AccountProfile of(World world, int number) {
    Draws draws = world.draws(number, Purpose.PROFILE);
    Segment segment = Segment.draw(draws);
    boolean existing = draws.chance(EXISTING_SHARE);
    String country = draws.pick("US", "US", "US", "CA", "DE", "DE", "FR", "NL", "GB");
    boolean european = !country.equals("US") && !country.equals("CA");
    boolean euro = european && !country.equals("GB");
    ContractKind kind = segment.drawKind(draws);
    boolean term = kind == ContractKind.ANNUAL || kind == ContractKind.MULTI_YEAR;
    boolean autoRenew = kind == ContractKind.MONTHLY || (term && draws.chance(0.8));
    return new AccountProfile(
        number,
        String.format(Locale.ROOT, "A-%06d", number),
        Names.company(draws, number),
        segment,
        Names.industry(draws),
        country,
        european ? EUROPE : AMERICA,
        euro ? "EUR" : "USD",
        createdOn(world, draws, existing),
        existing,
        draws.whole(segment.fewestSeats, segment.mostSeats),
        segment.pricePerSeat * draws.between(0.8, 1.2) * (euro ? 0.92 : 1),
        1.8 * draws.normal() + (existing ? 1.1 : 0.6),
        draws.chance(0.15),
        draws.between(0.1, 0.5),
        kind,
        termMonths(kind, draws),
        autoRenew,
        noticeDays(kind, autoRenew, segment),
        draws.chance(segment.csmShare) ? Names.csm(draws) : null,
        draws.chance(segment.outsourcedShare),
        draws.chance(0.2) ? anyDay(world, draws) : null,
        !existing && draws.chance(0.15) ? 14 : 0,
        billingMonths(segment, kind, draws));
  }

  /** Whether it becomes a customer after its trial, where it had one. */
  boolean converts() {
    return trialDays == 0 || number % 5 != 0;
  }

  /** The language that its people write in. */
  String language() {
    return switch (country) {
      case "DE" -> "de";
      case "FR" -> "fr";
      case "NL" -> "nl";
      default -> "en";
    };
  }

  /** Whether an outside provider answers the first line on a day. */
  boolean outsourcedOn(LocalDate day) {
    return outsourced != (switchOn != null && !day.isBefore(switchOn));
  }

  private static LocalDate createdOn(World world, Draws draws, boolean existing) {
    int ago = draws.whole(30, 1500);
    int later = draws.below(Math.max(1, (int) DAYS.between(world.start, world.end) - 10));
    return existing ? world.start.minusDays(ago) : world.start.plusDays(later);
  }

  private static LocalDate anyDay(World world, Draws draws) {
    return world.start.plusDays(draws.below((int) DAYS.between(world.start, world.end) + 1));
  }

  private static Integer termMonths(ContractKind kind, Draws draws) {
    int years = draws.chance(0.5) ? 2 : 3;
    return switch (kind) {
      case ANNUAL -> 12;
      case MULTI_YEAR -> 12 * years;
      case MONTHLY -> 1;
      case EVERGREEN -> null;
    };
  }

  private static int noticeDays(ContractKind kind, boolean autoRenew, Segment segment) {
    return switch (kind) {
      case ANNUAL, MULTI_YEAR -> autoRenew ? segment.noticeDays : 0;
      case MONTHLY -> 0;
      case EVERGREEN -> 30;
    };
  }

  private static int billingMonths(Segment segment, ContractKind kind, Draws draws) {
    boolean yearly = draws.chance(0.3);
    if (kind == ContractKind.MONTHLY || kind == ContractKind.EVERGREEN) {
      return 1;
    }
    return yearly ? 12 : segment == Segment.SMB ? 1 : 3;
  }
}
