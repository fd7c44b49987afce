package dev.bellwether.simulator;

/**
 * How likely customers leave when they may, given their hidden state.
 *
 * <p>logit p = segment - value + 0.8 (sponsor lost) + 0.5 friction + budget + macro, for a year's
 * decision; {@link ContractKind#perDecision} spreads it.
 */
final class Decisions {

  static final double NOTICE_SHARE = 0.75;
  static final double WITHDRAWN_SHARE = 0.05;

  private Decisions() {}

  /** The probability of deciding to leave, at one decision. */
  static double leaving(
      AccountProfile account, HiddenState state, double macro, SimulatorOptions options) {
    double segment = account.segment().intercept - Segment.MEAN_INTERCEPT;
    double push =
        segment
            - state.value
            + (state.sponsor ? 0 : 0.8)
            + 0.5 * state.friction
            + state.budget
            + macro;
    double yearly = Draws.logistic(Segment.MEAN_INTERCEPT + options.signal() * push);
    return account.kind().perDecision(yearly);
  }

  /** The share of leavers of an account that give notice: nobody does without auto-renewal. */
  static double noticeShare(AccountProfile account) {
    boolean noticeMatters = account.autoRenew() || account.kind() == ContractKind.EVERGREEN;
    return noticeMatters ? NOTICE_SHARE : 0;
  }
}
