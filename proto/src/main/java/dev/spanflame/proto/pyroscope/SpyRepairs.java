package dev.spanflame.proto.pyroscope;

import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileSymbols;
import dev.spanflame.model.profile.ProfileSymbols.FunctionColumn;

/// Puts right what some agents are known to send wrong or thin.
final class SpyRepairs {
    private SpyRepairs() {}

    /// Whether the agent numbers functions from 0 and writes `-` in sample types.
    static boolean isDotnet(String spyName) {
        return spyName.equals("dotnetspy");
    }

    /// Functions of script languages are named by their file, too: many are called `main` or `<module>`.
    static void nameFunctions(ProfileBatch batch, String spyName) {
        boolean python = spyName.equals("pyspy");
        if (!python && !spyName.equals("rbspy") && !spyName.equals("scripting")) {
            return;
        }
        ProfileSymbols symbols = batch.symbols();
        for (int row = 0; row < symbols.functions().size(); row++) {
            String file = symbols.text(symbols.functions().get(FunctionColumn.FILE_NAME, row));
            if (!file.isEmpty() && !(python && file.startsWith("/"))) {
                String name = symbols.text(symbols.functions().get(FunctionColumn.NAME, row));
                symbols.functions().set(FunctionColumn.NAME, row, symbols.addText(file + " " + name));
            }
        }
    }
}
