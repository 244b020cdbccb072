package dev.spanflame.block.profile.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.parquet.ParquetJava;
import dev.spanflame.block.parquet.table.TableSchema;
import dev.spanflame.block.profile.FlameGraphBuilder;
import dev.spanflame.block.profile.LabelMatcher;
import dev.spanflame.block.profile.NaiveFlameGraph;
import dev.spanflame.block.profile.ProfileSelection;
import dev.spanflame.block.profile.StackMerge;
import dev.spanflame.block.testing.PythonTools;
import dev.spanflame.model.BackendException;
import dev.spanflame.model.ErrorKind;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.profile.FlameGraph;
import dev.spanflame.model.profile.ProfileBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Other programs read the tables of a merged block and find in them exactly what was sent.
final class ProfileTablesTest {
    private static final String TYPE = "memory:alloc_space:bytes:space:bytes";
    private static final Map<String, TableSchema> SCHEMAS = Map.of(
            ProfileTables.SERIES, ProfileTables.SERIES_SCHEMA,
            ProfileTables.PROFILES, ProfileTables.PROFILES_SCHEMA,
            ProfileTables.SAMPLES, ProfileTables.SAMPLES_SCHEMA,
            ProfileTables.STACKS, ProfileTables.STACKS_SCHEMA,
            ProfileTables.LEAVES, ProfileTables.LEAVES_SCHEMA,
            ProfileTables.FRAMES, ProfileTables.FRAMES_SCHEMA,
            ProfileTables.FUNCTIONS, ProfileTables.FUNCTIONS_SCHEMA,
            ProfileTables.MAPPINGS, ProfileTables.MAPPINGS_SCHEMA);

    @TempDir
    static Path folder;

    private static final TestBlocks BLOCKS = new TestBlocks();
    private static final List<String> SENT = new ArrayList<>();
    private static BlockMeta meta = write();

    private static BlockMeta write() {
        Random random = new Random(5);
        List<BlockMeta> metas = new ArrayList<>();
        for (int block = 0; block < 3; block++) {
            List<ProfileBatch> batches = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                SentProfile profile = SentProfile.random(random);
                batches.add(profile.batch());
                SENT.addAll(profile.lines());
            }
            metas.add(BLOCKS.write(batches));
        }
        Collections.sort(SENT);
        return BLOCKS.merge(metas);
    }

    @BeforeAll
    static void copyObjects() throws IOException {
        for (BlockMeta.BlockObject object : meta.objects()) {
            byte[] bytes = BLOCKS.store().get(meta.key(object.name()));
            assertThat(bytes).hasSize((int) object.size());
            java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
            crc.update(bytes);
            assertThat((int) crc.getValue()).isEqualTo(object.crc32c());
            Files.write(folder.resolve(object.name()), bytes);
        }
        assertThat(meta.objects().getLast().name()).isEqualTo("meta.json");
    }

    @Test
    void parquetJavaReadsEveryTable() throws IOException {
        for (Map.Entry<String, TableSchema> table : SCHEMAS.entrySet()) {
            List<List<Object>> columns = ParquetJava.read(folder.resolve(table.getKey()), table.getValue());
            List<Object> ids = columns.getFirst();
            assertThat(ids).as(table.getKey()).isNotEmpty();
            columns.forEach(column -> assertThat(column).hasSameSizeAs(ids));
            if (!table.getKey().equals(ProfileTables.SAMPLES)) {
                for (int row = 0; row < ids.size(); row++) {
                    assertThat(ids.get(row)).isEqualTo(String.valueOf(row));
                }
            }
        }
        assertThat(ParquetJava.read(folder.resolve(ProfileTables.SAMPLES), ProfileTables.SAMPLES_SCHEMA)
                        .getFirst())
                .hasSize((int) meta.rows());
    }

    @Test
    void pyarrowRebuildsEverySampleThatWasSent() throws IOException {
        assertThat(meta.rows()).isEqualTo(SENT.size());
        assertThat(PythonTools.get().run(REBUILD, folder.toString())).isEqualTo(SENT);
    }

    @Test
    void duckDbDrawsTheSameFlameGraph() throws SQLException, IOException {
        NaiveFlameGraph naive = new NaiveFlameGraph();
        List<String> rows = sql(examples().getFirst());
        for (String row : rows) {
            int bar = row.lastIndexOf('|');
            naive.add(List.of(row.substring(0, bar).split(";")), Long.parseLong(row.substring(bar + 1)));
        }
        ProfileSelection selection = ProfileSelection.of(
                List.of(LabelMatcher.equal("__profile_type__", TYPE), LabelMatcher.equal("service_name", "service1")),
                TimeRange.ALL);
        FlameGraph ours = FlameGraphBuilder.build(StackMerge.merge(List.of(BLOCKS.open(meta)), selection), 0);
        assertThat(ours.total()).isPositive();
        assertThat(ours).usingRecursiveComparison().isEqualTo(naive.draw(0));
    }

    @Test
    void theOtherExamplesOfTheReferenceRun() throws SQLException, IOException {
        List<String> examples = examples();
        assertThat(examples).hasSizeGreaterThanOrEqualTo(3);
        for (String example : examples) {
            assertThat(sql(example)).as(example).isNotEmpty();
        }
    }

    /// The SQL of the reference page, for the service and type of this test.
    private static List<String> examples() throws IOException {
        Path page = Path.of(System.getProperty("spanflame.root"), "docs", "reference", "block-format-profiles.md");
        Matcher matcher = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(page, StandardCharsets.UTF_8));
        List<String> examples = new ArrayList<>();
        while (matcher.find()) {
            examples.add(matcher.group(1)
                    .replace("process_cpu:cpu:nanoseconds:cpu:nanoseconds", TYPE)
                    .replace("'checkout'", "'service1'"));
        }
        return examples;
    }

    private static List<String> sql(String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("set file_search_path = '" + folder + "'");
            try (ResultSet result = statement.executeQuery(query)) {
                while (result.next()) {
                    List<String> cells = new ArrayList<>();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        cells.add(result.getString(i));
                    }
                    rows.add(String.join("|", cells));
                }
            }
        }
        return rows;
    }

    @Test
    void damageIsFoundOutAndNamed() throws IOException {
        TestBlocks other = new TestBlocks();
        BlockMeta block = other.write(List.of(SentProfile.random(new Random(1)).batch()));
        String key = block.key(ProfileTables.INDEX);
        byte[] bytes = other.store().get(key);
        bytes[bytes.length / 2] ^= 1;
        other.store().put(key, dev.spanflame.objectstore.Payload.of(bytes));
        assertThatThrownBy(() -> other.open(block)).isInstanceOfSatisfying(BackendException.class, e -> {
            assertThat(e.kind()).isEqualTo(ErrorKind.CORRUPT);
            assertThat(e.text()).contains(key, "checksum");
        });
    }

    private static final String REBUILD = """
            import json, sys
            import pyarrow as pa
            import pyarrow.parquet as pq

            def table(name):
                file = pq.ParquetFile(f'{sys.argv[1]}/{name}.parquet', page_checksum_verification=True)
                columns = {}
                for name, column in zip(file.schema_arrow.names, file.read().columns):
                    if pa.types.is_timestamp(column.type):
                        column = column.cast(pa.int64())
                    columns[name] = column.to_pylist()
                return columns

            series, profiles, samples = table('series'), table('profiles'), table('samples')
            stacks, leaves, frames = table('stacks'), table('leaves'), table('frames')
            functions, mappings = table('functions'), table('mappings')

            def frame(number):
                function = frames['function'][number]
                mapping = functions['mapping'][function]
                return ','.join([
                    functions['name'][function], functions['system_name'][function],
                    functions['file_name'][function], str(functions['start_line'][function]),
                    str(frames['line'][number]), mappings['file_name'][mapping], mappings['build_id'][mapping]])

            def stack(node):
                path = []
                while True:
                    path.append(frame(stacks['frame'][node]))
                    if stacks['parent'][node] == 0:
                        return '>'.join(path)
                    node -= stacks['parent'][node]

            def hexed(value):
                return 'null' if value is None else value.hex()

            lines = []
            for p in range(len(profiles['profile'])):
                number = profiles['series'][p]
                labels = json.loads(series['labels'][number])
                assert labels['__profile_type__'] == series['profile_type'][number]
                assert labels['service_name'] == series['service_name'][number]
                shown = '{' + ', '.join(f'{k}={v}' for k, v in sorted(labels.items())) + '}'
                first, total = profiles['first_sample'][p], 0
                for i in range(first, first + profiles['samples'][p]):
                    assert samples['series'][i] == number and samples['time'][i] == profiles['time'][p]
                    total += samples['value'][i]
                    lines.append('|'.join([
                        shown, str(profiles['time'][p]), str(profiles['duration'][p]), str(samples['value'][i]),
                        hexed(samples['span_id'][i]), hexed(samples['trace_id'][i]),
                        stack(leaves['node'][samples['stack'][i]])]))
                assert total == profiles['total'][p]
            print('\\n'.join(sorted(lines)))
            """;
}
