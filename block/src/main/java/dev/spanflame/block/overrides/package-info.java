/// What tenants set for themselves over the API: records, rules, and where they are kept.
@NullMarked
package dev.spanflame.block.overrides;

import org.jspecify.annotations.NullMarked;
