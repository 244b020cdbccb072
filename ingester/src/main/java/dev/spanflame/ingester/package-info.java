/// The ingester: takes spans and profiles, makes them durable, holds them until they are in blocks.
@NullMarked
package dev.spanflame.ingester;

import org.jspecify.annotations.NullMarked;
