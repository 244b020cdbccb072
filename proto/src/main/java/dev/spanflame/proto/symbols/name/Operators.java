package dev.spanflame.proto.symbols.name;

import java.util.HashMap;
import java.util.Map;

/// Codes of operators in names of the Itanium C++ ABI, section 5.1.3.
final class Operators {
    /// By code.
    static final Map<String, String> NAMES = names();

    private Operators() {}

    private static Map<String, String> names() {
        String all = "nw  new|na  new[]|dl  delete|da  delete[]|aw  co_await|ps +|ng -|ad &|de *|co ~|pl +|mi -|ml *"
                + "|dv /|rm %|an &|or |eo ^|aS =|pL +=|mI -=|mL *=|dV /=|rM %=|aN &=|oR ,|eO ^=|ls <<|rs >>|lS <<="
                + "|rS >>=|eq ==|ne !=|lt <|gt >|le <=|ge >=|ss <=>|nt !|aa &&|oo ,|pp ++|mm --|cm ,|pm ->*|pt ->"
                + "|cl ()|ix []|cv |li \"\" ";
        Map<String, String> names = new HashMap<>();
        for (String entry : all.split("\\|")) {
            names.put(entry.substring(0, 2), "operator" + entry.substring(3));
        }
        names.put("or", "operator|");
        names.put("oR", "operator|=");
        names.put("oo", "operator||");
        return names;
    }
}
