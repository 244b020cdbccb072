package dev.spanflame.querier.symbols;

import dev.spanflame.block.column.ByteInterner;
import dev.spanflame.block.column.ByteStrings;
import dev.spanflame.block.profile.Forest;
import dev.spanflame.block.profile.code.FrameNaming;
import dev.spanflame.block.profile.code.FrameText;
import dev.spanflame.block.symbols.BuildId;
import dev.spanflame.model.Tenant;
import dev.spanflame.proto.symbols.DebugFile.Place;
import dev.spanflame.proto.symbols.SourceFrame;
import dev.spanflame.proto.symbols.name.Demangler;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Gives the native frames of a forest their names. Thread-safe.
///
/// A place without a name is `binary+0xoffset`, an offset in the file, or `binary!0xaddress`, as the
/// linker gave it. It becomes one frame for each function that is there, those inlined below those that
/// call them.
public final class NativeFrames {
    /// Programs that one query asks for, those with the most places first.
    private static final int MOST_PROGRAMS = 500;

    private final Symbolizer symbolizer;

    /// What names there are.
    public NativeFrames(Symbolizer symbolizer) {
        this.symbolizer = symbolizer;
    }

    /// Whether a forest whose names are functions has a place without a name.
    public static boolean areIn(Forest forest) {
        return FrameText.anyLooksLikePlace(forest.names());
    }

    /// Names for places, of whichever of `tenants` has the program's file; a query that begins now has it.
    public FrameNaming naming(List<Tenant> tenants) {
        long deadline = symbolizer.deadline();
        return places -> {
            Map<BuildId, Set<Place>> wanted = new HashMap<>();
            places.forEach(place -> want(place, wanted));
            Map<BuildId, Map<Place, List<SourceFrame>>> found = find(tenants, wanted, deadline);
            Map<FrameText, List<String>> names = new HashMap<>();
            for (FrameText place : places) {
                List<SourceFrame> frames = frames(place, found);
                if (!frames.isEmpty()) {
                    names.put(
                            place,
                            frames.reversed().stream()
                                    .map(frame -> Demangler.readable(frame.function()))
                                    .toList());
                }
            }
            return names;
        };
    }

    /// What is to become of a forest whose names are [FrameText]s.
    public enum Names {
        /// Names of functions alone.
        FUNCTIONS,
        /// Everything known of a frame.
        TEXTS
    }

    /// `described`, whose names are [FrameText]s, with names for its native frames. `maxBytes` is what
    /// the frames of the result may take.
    public Forest named(Forest described, List<Tenant> tenants, Names kind, long maxBytes) {
        if (kind == Names.TEXTS && FrameText.areWithoutPlaces(described.names())) {
            return described;
        }
        FrameText[] texts = new FrameText[described.names().size()];
        Map<BuildId, Set<Place>> wanted = new HashMap<>();
        for (int i = 0; i < texts.length; i++) {
            texts[i] = FrameText.parse(described.names().text(i));
            if (texts[i].isPlace()) {
                want(texts[i], wanted);
            }
        }
        Map<BuildId, Map<Place, List<SourceFrame>>> found = find(tenants, wanted, symbolizer.deadline());
        ByteInterner interner = new ByteInterner();
        int[][] chains = new int[texts.length][];
        for (int i = 0; i < texts.length; i++) {
            chains[i] = chain(texts[i], found, kind, interner);
        }
        return planted(described, interner.strings(), chains, maxBytes);
    }

    private static void want(FrameText text, Map<BuildId, Set<Place>> wanted) {
        BuildId.of(text.buildId())
                .ifPresent(
                        id -> wanted.computeIfAbsent(id, _ -> new HashSet<>()).add(place(text)));
    }

    private Map<BuildId, Map<Place, List<SourceFrame>>> find(
            List<Tenant> tenants, Map<BuildId, Set<Place>> wanted, long deadline) {
        Comparator<Map.Entry<BuildId, Set<Place>>> byPlaces =
                Comparator.comparingInt(one -> -one.getValue().size());
        List<Map.Entry<BuildId, Set<Place>>> asked =
                wanted.entrySet().stream().sorted(byPlaces).limit(MOST_PROGRAMS).toList();
        asked.forEach(one -> symbolizer.prepare(tenants, one.getKey()));
        Map<BuildId, Map<Place, List<SourceFrame>>> found = new HashMap<>();
        for (Map.Entry<BuildId, Set<Place>> one : asked) {
            found.put(one.getKey(), symbolizer.frames(tenants, one.getKey(), one.getValue(), deadline));
        }
        return found;
    }

    private static Place place(FrameText text) {
        int mark = text.function().length() - Long.toHexString(text.address()).length() - 3;
        return new Place(text.address(), mark >= 0 && text.function().charAt(mark) == '+');
    }

    private static List<SourceFrame> frames(FrameText place, Map<BuildId, Map<Place, List<SourceFrame>>> found) {
        return BuildId.of(place.buildId())
                .map(id -> found.getOrDefault(id, Map.of()).getOrDefault(place(place), List.of()))
                .orElse(List.of());
    }

    /// Names of the frames that one becomes, the outermost first.
    private static int[] chain(
            FrameText text, Map<BuildId, Map<Place, List<SourceFrame>>> found, Names kind, ByteInterner names) {
        List<SourceFrame> frames = text.isPlace() ? frames(text, found) : List.of();
        if (frames.isEmpty()) {
            return new int[] {number(text, kind, names)};
        }
        int[] chain = new int[frames.size()];
        for (int i = 0; i < chain.length; i++) {
            SourceFrame frame = frames.get(chain.length - 1 - i);
            FrameText named = new FrameText(
                    Demangler.readable(frame.function()),
                    frame.function(),
                    frame.file(),
                    frame.startLine(),
                    frame.line(),
                    text.binary(),
                    text.buildId(),
                    text.address());
            chain[i] = number(named, kind, names);
        }
        return chain;
    }

    private static int number(FrameText text, Names kind, ByteInterner names) {
        byte[] utf8 = switch (kind) {
            case FUNCTIONS -> text.function().getBytes(StandardCharsets.UTF_8);
            case TEXTS -> text.utf8();
        };
        return names.intern(utf8, 0, utf8.length);
    }

    private static Forest planted(Forest described, ByteStrings names, int[][] chains, long maxBytes) {
        Forest forest = new Forest(maxBytes);
        int[] numbers = new int[described.size()];
        for (int frame = 0; frame < numbers.length; frame++) {
            int parent = described.parent(frame);
            int at = parent == Forest.ROOT ? Forest.ROOT : numbers[parent];
            for (int name : chains[described.nameId(frame)]) {
                at = forest.add(at, forest.name(names, name), described.total(frame));
            }
            numbers[frame] = at;
        }
        return forest;
    }
}
