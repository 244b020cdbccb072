package dev.spanflame.proto.otlp.profile;

import dev.spanflame.model.profile.ProfileBatch.Oddity;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.model.profile.ProfileSymbols;
import dev.spanflame.model.profile.ProfileSymbols.FunctionColumn;
import dev.spanflame.model.profile.ProfileSymbols.MappingColumn;
import dev.spanflame.model.trace.RowTable;
import dev.spanflame.proto.columns.SliceList;
import dev.spanflame.proto.columns.TextTable;
import dev.spanflame.proto.wire.WireReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The tables that all profiles of a request refer to (`ProfilesDictionary`).
///
/// Mappings and functions are rows of [#symbols] in their order; locations, stacks and attributes are
/// slices, read when a sample asks for them.
final class Dictionary {
    /// Columns of [#links].
    enum LinkColumn {
        TRACE_HIGH,
        TRACE_LOW,
        SPAN
    }

    /// Entries of all tables; more than any profiler sends at once. Bounds the memory that empty
    /// entries can ask for.
    private static final int MAX_ENTRIES = 1_000_000;

    private static final int DEPTH = 1;
    private static final int TRACE_ID_BYTES = 16;
    private static final int SPAN_ID_BYTES = 8;

    final ProfileSymbols symbols;
    final TextTable texts;
    final SliceList locations = new SliceList();
    final SliceList stacks = new SliceList();
    final RowTable<LinkColumn> links = new RowTable<>(LinkColumn.class);

    private final byte[] bytes;
    private final WireReader in = new WireReader();
    private final SliceList attributes = new SliceList();
    private final AttributeText attributeText;
    private final List<AttributeText.Pair> pairs = new ArrayList<>();
    private final List<AttributeRole> roles = new ArrayList<>();
    private final Map<Integer, Long> valueTexts = new HashMap<>();
    private int entries;

    private Dictionary(byte[] bytes, ProfileLimits limits) {
        this.bytes = bytes;
        this.symbols = new ProfileSymbols(bytes);
        this.texts = new TextTable(symbols, limits, MalformedOtlp::because);
        this.attributeText = new AttributeText(texts);
    }

    /// Reads the pieces of the dictionary in `bytes`, which must not change afterwards.
    ///
    /// Throws [BackendException] of kind BAD_REQUEST when they are none.
    static Dictionary read(byte[] bytes, SliceList pieces, ProfileLimits limits) {
        Dictionary dictionary = new Dictionary(bytes, limits);
        for (int i = 0; i < pieces.size(); i++) {
            dictionary.in.reset(bytes, pieces.from(i), pieces.to(i));
            dictionary.readTables();
        }
        dictionary.resolve();
        return dictionary;
    }

    /// Number of attributes.
    int attributeCount() {
        return attributes.size();
    }

    /// Reads attributes of resources and scopes.
    AttributeText attributeText() {
        return attributeText;
    }

    /// An attribute. Throws where there is none.
    AttributeText.Pair attribute(int index) {
        if (index < 0 || index >= attributes.size()) {
            throw MalformedOtlp.because("attribute " + index + " of a table with " + attributes.size() + " entries");
        }
        while (pairs.size() <= index) {
            int next = pairs.size();
            in.reset(bytes, attributes.from(next), attributes.to(next));
            AttributeText.Pair pair = attributeText.readEntry(in, DEPTH + 1);
            pairs.add(pair);
            roles.add(AttributeRole.of(pair));
        }
        return pairs.get(index);
    }

    /// What an attribute is to a sample. Throws where there is none. Hot path.
    AttributeRole role(int index) {
        if (index < 0 || index >= roles.size()) {
            attribute(index);
        }
        return roles.get(index);
    }

    /// Value of an attribute as a text of [#symbols].
    long valueText(int index) {
        return valueTexts.computeIfAbsent(
                index, at -> symbols.addText(attribute(at).value()));
    }

    /// How often the texts had an oddity.
    int oddityCount(Oddity oddity) {
        return texts.oddityCount(oddity);
    }

    private void readTables() {
        while (in.hasMore()) {
            int tag = in.tag();
            if (++entries > MAX_ENTRIES) {
                throw MalformedOtlp.because("the dictionary has more than " + MAX_ENTRIES + " entries");
            }
            switch (tag) {
                case 1 << 3 | WireReader.BYTES -> readMapping();
                case 2 << 3 | WireReader.BYTES -> note(locations);
                case 3 << 3 | WireReader.BYTES -> readFunction();
                case 4 << 3 | WireReader.BYTES -> readLink();
                case 5 << 3 | WireReader.BYTES -> {
                    int length = in.length();
                    texts.add(in.position(), length);
                    in.advance(length);
                }
                case 6 << 3 | WireReader.BYTES -> note(attributes);
                case 7 << 3 | WireReader.BYTES -> note(stacks);
                default -> in.skip(tag, DEPTH);
            }
        }
    }

    private void note(SliceList list) {
        int length = in.length();
        list.add(in.position(), length);
        in.advance(length);
    }

    private void readMapping() {
        int outer = in.enter(DEPTH);
        int row = symbols.mappings().add();
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag) {
                case 1 << 3 -> symbols.mappings().set(MappingColumn.START, row, in.varint());
                case 2 << 3 -> symbols.mappings().set(MappingColumn.LIMIT, row, in.varint());
                case 3 << 3 -> symbols.mappings().set(MappingColumn.FILE_OFFSET, row, in.varint());
                case 4 << 3 -> symbols.mappings().set(MappingColumn.FILE_NAME, row, in.varint());
                case 5 << 3 -> symbols.mappings().set(MappingColumn.BUILD_ID, row, in.varint() + 1);
                case 5 << 3 | WireReader.BYTES -> symbols.mappings().set(MappingColumn.BUILD_ID, row, -in.position());
                default -> {}
            }
            if ((tag & 7) != WireReader.VARINT || tag >>> 3 > 5) {
                in.skip(tag, DEPTH + 1);
            }
        }
        in.leave(outer);
    }

    private void readFunction() {
        int outer = in.enter(DEPTH);
        int row = symbols.functions().add();
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag) {
                case 1 << 3 -> symbols.functions().set(FunctionColumn.NAME, row, in.varint());
                case 2 << 3 -> symbols.functions().set(FunctionColumn.SYSTEM_NAME, row, in.varint());
                case 3 << 3 -> symbols.functions().set(FunctionColumn.FILE_NAME, row, in.varint());
                case 4 << 3 -> symbols.functions().set(FunctionColumn.START_LINE, row, in.varint());
                default -> in.skip(tag, DEPTH + 1);
            }
        }
        in.leave(outer);
    }

    /// Ids of other lengths, which are none, are left out.
    private void readLink() {
        int outer = in.enter(DEPTH);
        int row = links.add();
        while (in.hasMore()) {
            int tag = in.tag();
            if (tag != (1 << 3 | WireReader.BYTES) && tag != (2 << 3 | WireReader.BYTES)) {
                in.skip(tag, DEPTH + 1);
                continue;
            }
            int length = in.length();
            int from = in.position();
            in.advance(length);
            if (tag >>> 3 == 1 && length == TRACE_ID_BYTES) {
                links.set(LinkColumn.TRACE_HIGH, row, in.idAt(from));
                links.set(LinkColumn.TRACE_LOW, row, in.idAt(from + SPAN_ID_BYTES));
            } else if (tag >>> 3 == 2 && length == SPAN_ID_BYTES) {
                links.set(LinkColumn.SPAN, row, in.idAt(from));
            }
        }
        in.leave(outer);
    }

    /// Turns numbers of texts and attributes into texts, once all tables are known.
    private void resolve() {
        for (int row = 0; row < symbols.mappings().size(); row++) {
            long name = symbols.mappings().get(MappingColumn.FILE_NAME, row);
            symbols.mappings().set(MappingColumn.FILE_NAME, row, ref(name));
            long ids = symbols.mappings().get(MappingColumn.BUILD_ID, row);
            symbols.mappings().set(MappingColumn.BUILD_ID, row, ids == 0 ? 0 : buildId(ids));
        }
        for (int row = 0; row < symbols.functions().size(); row++) {
            resolve(row, FunctionColumn.NAME);
            resolve(row, FunctionColumn.SYSTEM_NAME);
            resolve(row, FunctionColumn.FILE_NAME);
        }
    }

    private void resolve(int row, FunctionColumn column) {
        symbols.functions().set(column, row, ref(symbols.functions().get(column, row)));
    }

    private long ref(long text) {
        return text == 0 ? 0 : texts.ref(text);
    }

    /// The build id among the attributes of a mapping: `place` is the number of the only one plus 1, or
    /// the position of a packed list as a negative number. What the GNU linker wrote wins over a hash
    /// of the file.
    private long buildId(long place) {
        String gnu = "";
        String other = "";
        int[] indexes = place > 0 ? new int[] {(int) Math.min(place - 1, Integer.MAX_VALUE)} : packed((int) -place);
        for (int index : indexes) {
            AttributeText.Pair pair = attribute(index);
            if (pair.key().equals("process.executable.build_id.gnu")) {
                gnu = pair.value();
            } else if (pair.key().startsWith("process.executable.build_id.")) {
                other = pair.value();
            }
        }
        String id = gnu.isEmpty() ? other : gnu;
        return id.isEmpty() ? 0 : symbols.addText(id);
    }

    private int[] packed(int position) {
        in.reset(bytes, position, bytes.length);
        int length = in.length();
        IntList numbers = new IntList();
        in.reset(bytes, in.position(), in.position() + length);
        while (in.hasMore()) {
            numbers.add(in.varint());
        }
        return numbers.toArray();
    }
}
