package dev.spanflame.block.parquet.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TableSchemaTest {
    private static ColumnSpec number(String name) {
        return ColumnSpec.required(name, PhysicalType.INT64, LogicalType.NONE);
    }

    @Test
    void columnsAreFoundByTheirExactName() {
        TableSchema schema = new TableSchema(List.of(number("a.b"), number("ä"), number("Ä")));
        assertThat(schema.find("a.b")).hasValue(0);
        assertThat(schema.find("Ä")).hasValue(2);
        assertThat(schema.find("A.b")).isEmpty();
    }

    @Test
    void namesThatSqlEnginesCannotTellApartAreRefused() {
        assertThatThrownBy(() -> new TableSchema(List.of(number("http.method"), number("HTTP.Method"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("http.method")
                .hasMessageContaining("HTTP.Method");
    }

    @Test
    void whatIsNoColumnIsRefused() {
        assertThatThrownBy(() -> new TableSchema(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> number("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> number("lone \ud800")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ColumnSpec.required("d", PhysicalType.DOUBLE, LogicalType.STRING))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("STRING cannot be stored as DOUBLE");
    }

    @Test
    void rowsAreFoundInTheirPages() {
        PageBounds bounds = PageBounds.of(0, 3, 4, 10);
        assertThat(List.of(bounds.pageOf(0), bounds.pageOf(2), bounds.pageOf(3), bounds.pageOf(4), bounds.pageOf(9)))
                .containsExactly(0, 0, 1, 2, 2);
        assertThatThrownBy(() -> bounds.pageOf(10)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> PageBounds.of(0, 3, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PageBounds.of(0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(PageBounds.of(5, 8, 9).fromZero()).isEqualTo(PageBounds.of(0, 3, 4));
    }
}
