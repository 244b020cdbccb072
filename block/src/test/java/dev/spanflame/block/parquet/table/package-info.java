/// Tests of schemas, indexes and fetch plans.
@NullMarked
package dev.spanflame.block.parquet.table;

import org.jspecify.annotations.NullMarked;
