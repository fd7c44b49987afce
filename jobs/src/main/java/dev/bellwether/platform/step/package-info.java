/**
 * What a step of the plan is, the tables that it declares, and the inputs that it is handed.
 *
 * <p>Leans on contracts, configuration and time; knows no storage.
 */
package dev.bellwether.platform.step;
