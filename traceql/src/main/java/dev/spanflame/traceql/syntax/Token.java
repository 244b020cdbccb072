package dev.spanflame.traceql.syntax;

import dev.spanflame.traceql.syntax.tree.AttributeName;
import dev.spanflame.traceql.syntax.tree.Literal;
import dev.spanflame.traceql.syntax.tree.Position;

/// The smallest piece of a query that means something.
sealed interface Token {
    /// Its first character.
    Position at();

    /// How messages name it.
    String shown();

    /// The end of the text.
    record End(Position at) implements Token {
        @Override
        public String shown() {
            return "$end";
        }
    }

    /// A keyword or another bare word.
    record Word(String text, Position at) implements Token {
        @Override
        public String shown() {
            return Words.isReserved(text) ? text : "IDENTIFIER " + QueryErrors.quoted(text);
        }
    }

    /// A number, a duration or a string.
    record Constant(Literal value, Position at) implements Token {
        @Override
        public String shown() {
            return switch (value) {
                case Literal.Int(long number) -> "INTEGER " + number;
                case Literal.Float(double number) -> "FLOAT " + FloatText.of(number);
                case Literal.Duration(long nanos) -> "DURATION " + DurationText.of(nanos);
                case Literal.Text(String text) -> "STRING \"" + QueryErrors.quoted(text) + '"';
                case Literal.Bool _, Literal.Status _, Literal.Kind _ -> "IDENTIFIER";
            };
        }
    }

    /// A scope prefix or a dot, and the key behind it.
    record Attribute(AttributeName name, Position at) implements Token {
        @Override
        public String shown() {
            return QueryErrors.quoted(name.scope().prefix() + name.key());
        }
    }

    /// `span:` and its like; the text includes the colon.
    record IntrinsicScope(String text, Position at) implements Token {
        @Override
        public String shown() {
            return text;
        }
    }

    /// An operator, bracket or comma.
    record Symbol(String text, Position at) implements Token {
        @Override
        public String shown() {
            return text;
        }
    }
}
