package dev.spanflame.querier.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.testing.PythonTools;
import dev.spanflame.proto.edge.HttpReply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Reads an Arrow stream with pyarrow, polars and DuckDB, and says what they found.
public final class ArrowReaders {
    /// Prints the schema and the batches, then the rows as each of the three sees them: one line a row, cells as text.
    private static final String SCRIPT = """
            import sys, json, datetime, pyarrow as pa, pyarrow.ipc as ipc, polars as pl, duckdb
            data = open(sys.argv[1], 'rb').read()
            reader = ipc.open_stream(pa.BufferReader(data))
            batches = [b for b in reader]
            for b in batches: b.validate(full=True)
            table = pa.Table.from_batches(batches, reader.schema)
            print('fields', '; '.join(f'{f.name} {f.type}' for f in reader.schema))
            notes = reader.schema.metadata or {}
            print('notes', '; '.join(f'{k.decode()}={v.decode()}' for k, v in sorted(notes.items())))
            print('batches', ' '.join(str(b.num_rows) for b in batches))
            def nanos(column):
                c = column.type
                if pa.types.is_timestamp(c) or pa.types.is_duration(c): return column.cast(pa.int64())
                return column
            def shown(value):
                if value is None: return 'null'
                if isinstance(value, bool): return str(value).lower()
                return str(value)
            def rows(name, t, limit=int(sys.argv[2])):
                plain = pa.table([nanos(c) for c in t.columns], names=[f'c{i}' for i in range(t.num_columns)])
                print(name, t.num_rows)
                for row in plain.slice(0, limit).to_pylist():
                    print('|'.join(shown(v) for v in row.values()))
            rows('pyarrow', table)
            import io
            frame = pl.read_ipc_stream(io.BytesIO(data))
            rows('polars', frame.to_arrow())
            connection = duckdb.connect()
            connection.execute("SET TimeZone='UTC'")
            casts = []
            for f in table.schema:
                name = '"' + f.name.replace('"', '""') + '"'
                if pa.types.is_timestamp(f.type): casts.append(f'epoch_ns({name}) as {name}')
                elif pa.types.is_duration(f.type): casts.append(f'cast(epoch({name}) * 1e6 as bigint) * 1000 as {name}')
                else: casts.append(name)
            connection.register('answer', ipc.open_stream(pa.BufferReader(data)))
            rows('duckdb', connection.execute('select ' + ', '.join(casts) + ' from answer').to_arrow_table())
            """;

    private ArrowReaders() {}

    /// What the script printed of a reply, which must be such a stream.
    public static List<String> read(HttpReply reply, int rows) throws IOException {
        if (!(reply.body() instanceof HttpReply.Body.Streamed(HttpReply.Writer writer))) {
            throw new AssertionError("not streamed: " + reply);
        }
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers()).containsEntry("Content-Type", ArrowReply.TYPE);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.writeTo(out);
        return read(out.toByteArray(), rows);
    }

    /// What the script printed of a stream, at most `rows` rows of each reader.
    public static List<String> read(byte[] stream, int rows) throws IOException {
        Path file = Files.createTempFile("table", ".arrow");
        try {
            Files.write(file, stream);
            return PythonTools.get().run(SCRIPT, file.toString(), Integer.toString(rows));
        } finally {
            Files.delete(file);
        }
    }
}
