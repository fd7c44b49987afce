package dev.bellwether.simulator;

import java.util.List;

/** A customer segment with what differs between segments. */
enum Segment {
  SMB("SMB", 0.60, 2, 6, 49, -1.6, 30, 0.12, 0.25, 0.65),
  MID_MARKET("Mid-Market", 0.30, 8, 20, 69, -2.5, 60, 0.30, 0.85, 0.40),
  ENTERPRISE("Enterprise", 0.10, 25, 60, 149, -3.1, 90, 0.80, 1.00, 0.12);

  /** The mean of the intercepts, which all segments share when nothing is to predict. */
  static final double MEAN_INTERCEPT = -2.0;

  final String label;
  final double share;
  final int fewestSeats;
  final int mostSeats;
  final double pricePerSeat;
  final double intercept;
  final int noticeDays;
  final double ticketsPerWeek;
  final double csmShare;
  final double outsourcedShare;

  Segment(
      String label,
      double share,
      int fewestSeats,
      int mostSeats,
      double pricePerSeat,
      double intercept,
      int noticeDays,
      double ticketsPerWeek,
      double csmShare,
      double outsourcedShare) {
    this.label = label;
    this.share = share;
    this.fewestSeats = fewestSeats;
    this.mostSeats = mostSeats;
    this.pricePerSeat = pricePerSeat;
    this.intercept = intercept;
    this.noticeDays = noticeDays;
    this.ticketsPerWeek = ticketsPerWeek;
    this.csmShare = csmShare;
    this.outsourcedShare = outsourcedShare;
  }

  static Segment draw(Draws draws) {
    return List.of(SMB, MID_MARKET, ENTERPRISE)
        .get(draws.weighted(SMB.share, MID_MARKET.share, ENTERPRISE.share));
  }

  /** The kind of contract, by shares that differ by segment: 60/10/20/10 over all. */
  ContractKind drawKind(Draws draws) {
    double[] shares =
        switch (this) {
          case SMB -> new double[] {0.53, 0.03, 0.32, 0.12};
          case MID_MARKET -> new double[] {0.70, 0.18, 0.04, 0.08};
          case ENTERPRISE -> new double[] {0.70, 0.25, 0.00, 0.05};
        };
    return ContractKind.SHARED.get(draws.weighted(shares));
  }
}
