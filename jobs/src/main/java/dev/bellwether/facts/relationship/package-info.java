/**
 * People: surveys, assessments, touchpoints and sponsors of an account.
 *
 * <p>Leans on the platform only.
 */
package dev.bellwether.facts.relationship;
