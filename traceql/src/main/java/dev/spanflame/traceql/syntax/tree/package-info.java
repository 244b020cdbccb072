/// The syntax tree: what a query says, with the place where it says it, and nothing about what it means.
///
/// Start with [Query]. Trees are immutable records; two trees are equal when they say the same, wherever they stand
/// in their texts. This package knows the JDK alone, so that an independent evaluator can share it.
@NullMarked
package dev.spanflame.traceql.syntax.tree;

import org.jspecify.annotations.NullMarked;
