/**
 * Point-in-time features of every account at every date: the one table that marts score and models
 * read.
 *
 * <p>Leans on facts and the platform.
 */
package dev.bellwether.features;
