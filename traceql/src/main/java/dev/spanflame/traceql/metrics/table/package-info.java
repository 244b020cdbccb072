/// Tables: numbers of spans by the values of fields. Start with [dev.spanflame.traceql.metrics.TablePlan].
@NullMarked
package dev.spanflame.traceql.metrics.table;

import org.jspecify.annotations.NullMarked;
