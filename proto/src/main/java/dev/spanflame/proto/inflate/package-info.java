/// Bounded memory for what strangers send: inflation within limits, and a budget for all requests in flight.
///
/// Start at [BoundedInflater]; [InflateBudget] says how much one request may become, however deep its containers are
/// nested, and [InFlightBudget] how much all requests of the process may hold.
@NullMarked
package dev.spanflame.proto.inflate;

import org.jspecify.annotations.NullMarked;
