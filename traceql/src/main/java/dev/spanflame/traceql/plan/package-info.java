/// From tree to plan: what a query means in terms of stored fields, in a form that is quick to evaluate.
///
/// Start with [Planner] and [QueryPlan]. Constants stand on the right, constant parts are folded, conditions on one
/// field and constants have become tests that storage can ask, and what a trace must have to match at all has been
/// pulled out. Plans are immutable.
@NullMarked
package dev.spanflame.traceql.plan;

import org.jspecify.annotations.NullMarked;
