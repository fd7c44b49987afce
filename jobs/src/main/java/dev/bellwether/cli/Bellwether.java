package dev.bellwether.cli;

/** The command line of Bellwether. */
public final class Bellwether {
  private Bellwether() {}

  public static void main(String[] args) {
    System.exit(0);
  }
}
