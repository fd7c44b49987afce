package dev.bellwether.simulator;

import java.time.LocalDate;

/** One week of an account: its state, and its contracts with all decisions of the week made. */
record Week(LocalDate start, HiddenState state, ContractBook book) {

  /** A weekday most of the time. */
  LocalDate anyDay(Draws draws) {
    int workdays = draws.chance(0.9) ? 5 : 7;
    LocalDate monday = start.plusDays(Math.floorMod(8 - start.getDayOfWeek().getValue(), 7));
    LocalDate day = monday.plusDays(draws.below(workdays));
    return day.isBefore(start.plusDays(7)) ? day : day.minusDays(7);
  }
}
