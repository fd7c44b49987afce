/** Files of this machine, whatever is in them. */
package dev.bellwether.platform.files;
