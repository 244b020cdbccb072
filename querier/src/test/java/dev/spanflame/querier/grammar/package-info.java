/// The language beside the grammar that Grafana's query editor uses.
@NullMarked
package dev.spanflame.querier.grammar;

import org.jspecify.annotations.NullMarked;
