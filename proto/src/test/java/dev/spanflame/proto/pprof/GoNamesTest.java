package dev.spanflame.proto.pprof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.model.profile.ProfileSymbols;
import dev.spanflame.model.profile.ProfileSymbols.FunctionColumn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GoNamesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "main.Sort[go.shape.int] | main.Sort",
                "main.(*Set[go.shape.struct { F []uint8 }]).Add | main.(*Set).Add",
                "main.Map[go.shape.int,go.shape.string].func1[go.shape.int] | main.Map.func1",
                "main.plain[int] | main.plain[int]",
                "main.cut[go.shape.int | main.cut[go.shape.int"
            })
    void type_parameters_are_left_out(String name, String expected) {
        assertThat(GoNames.without(name)).isEqualTo(expected);
    }

    @Test
    void functions_are_renamed_and_others_keep_their_bytes() {
        ProfileSymbols symbols = new ProfileSymbols(new byte[0]);
        int generic = symbols.addFunction(symbols.addText("main.Sort[go.shape.int]"));
        int plain = symbols.addFunction(symbols.addText("main.main"));
        long before = symbols.functions().get(FunctionColumn.NAME, plain);

        GoNames.dropTypeParameters(symbols);

        assertThat(symbols.text(symbols.functions().get(FunctionColumn.NAME, generic)))
                .isEqualTo("main.Sort");
        assertThat(symbols.functions().get(FunctionColumn.NAME, plain)).isEqualTo(before);
    }
}
