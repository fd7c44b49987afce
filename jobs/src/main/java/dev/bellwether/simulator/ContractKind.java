package dev.bellwether.simulator;

import java.util.List;

/** How often a contract lets its customer decide. */
enum ContractKind {
  ANNUAL,
  MULTI_YEAR,
  MONTHLY,
  /** No term: a decision any week. */
  EVERGREEN;

  /** The order in which segments give their shares of kinds. */
  static final List<ContractKind> SHARED = List.of(ANNUAL, MULTI_YEAR, MONTHLY, EVERGREEN);

  /** The probability of churn at one decision, given that of a year. */
  double perDecision(double yearly) {
    return switch (this) {
      case ANNUAL, MULTI_YEAR -> yearly;
      case MONTHLY -> 1 - StrictMath.pow(1 - yearly, 1 / 12.0);
      case EVERGREEN -> 1 - StrictMath.pow(1 - yearly, 1 / 52.0);
    };
  }
}
