package dev.spanflame.load.demo;

import java.nio.charset.Charset;

/// What trees and bars are drawn with.
///
/// @param branch before a child that has siblings below it
/// @param last before the last child
/// @param bar below `branch`
/// @param full a part of a time line that is filled
record Glyphs(String branch, String last, String bar, String full) {
    static final Glyphs UNICODE = new Glyphs("├─ ", "└─ ", "│  ", "█");
    static final Glyphs ASCII = new Glyphs("+- ", "`- ", "|  ", "=");

    /// The finest that a terminal with this charset shows.
    static Glyphs of(Charset charset) {
        return charset.canEncode() && charset.newEncoder().canEncode("├└│█") ? UNICODE : ASCII;
    }
}
