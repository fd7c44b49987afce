package dev.bellwether.report;

/**
 * An account in the mail of a week.
 *
 * @param account what people call it
 * @param health its health in words
 * @param decision by when is decided
 * @param money what is to decide, and what of it is expected to be lost
 * @param reasons why it stands where it stands
 * @param action what to do next, and by when; empty when there is nothing
 */
public record DigestLine(
    String account, String health, String decision, String money, String reasons, String action) {}
