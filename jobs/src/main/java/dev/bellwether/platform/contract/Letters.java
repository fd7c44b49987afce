package dev.bellwether.platform.contract;

/** How the letters of a text are stored, where their case does not tell texts apart. */
public enum Letters {
  AS_GIVEN,
  UPPER,
  LOWER
}
