/**
 * Drafts the mapping of a source from its files: what their names and values suggest, for a person
 * to read and mend. Nothing else depends on what is guessed here.
 */
package dev.bellwether.tools.draft;
