package dev.bellwether.simulator;

/** The streams of random draws of an account; apart, so that one does not shift another. */
final class Purpose {
  static final int PROFILE = 1;
  static final int STATE = 2;
  static final int DECISIONS = 3;
  static final int USAGE = 4;
  static final int TICKETS = 5;
  static final int BILLING = 6;
  static final int RELATIONSHIP = 7;
  static final int PATHS = 8;
  static final int COMPANY = 9;
  static final int USAGE_WARTS = 10;
  static final int CONTACTS = 11;
  static final int DESK = 21;

  private Purpose() {}
}
