/// Rounds of faults against the real program and its storage core, as many as there is time for, summed over runs:
/// start with [Campaigns], which is what `bin/campaign` runs. A test beside each campaign runs a few rounds of it.
@NullMarked
package dev.spanflame.tests.campaign;

import org.jspecify.annotations.NullMarked;
