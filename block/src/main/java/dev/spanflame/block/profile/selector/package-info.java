/// Label selectors as text. Door: [SelectorParser].
@NullMarked
package dev.spanflame.block.profile.selector;

import org.jspecify.annotations.NullMarked;
