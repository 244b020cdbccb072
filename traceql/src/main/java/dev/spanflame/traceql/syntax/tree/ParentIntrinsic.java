package dev.spanflame.traceql.syntax.tree;

import java.util.Optional;

/// A fact about the span's parent that is no attribute: `parent:name`. The word behind the colon is that of `span:`.
public record ParentIntrinsic(Intrinsic intrinsic) implements FieldName {
    /// What stands before the word.
    public static final String SCOPE = "parent:";

    /// The scope whose words may stand behind [#SCOPE].
    public static final String WORDS_OF = "span:";

    /// The field written as `parent:` followed by `word`, if there is one.
    public static Optional<FieldName> ofWord(String word) {
        return Intrinsic.ofScoped(WORDS_OF, word).map(ParentIntrinsic::new);
    }

    /// The printed form.
    public String text() {
        return SCOPE + intrinsic.scoped().substring(WORDS_OF.length());
    }
}
