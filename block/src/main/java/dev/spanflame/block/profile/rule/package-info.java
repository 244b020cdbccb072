/// Recording rules: metrics made of profiles as they come in. Doors: [RuleBook], which keeps the rules of
/// tenants, and [RuleSums], which adds up what they ask for.
@NullMarked
package dev.spanflame.block.profile.rule;

import org.jspecify.annotations.NullMarked;
