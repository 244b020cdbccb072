package dev.spanflame.block.golden;

import dev.spanflame.block.profile.Collapsed;
import dev.spanflame.model.Labels;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileSymbols;
import dev.spanflame.model.profile.ProfileSymbols.FunctionColumn;
import dev.spanflame.model.profile.ProfileSymbols.LineColumn;
import dev.spanflame.model.profile.ProfileSymbols.LocationColumn;
import dev.spanflame.model.profile.ProfileSymbols.MappingColumn;
import dev.spanflame.model.profile.SampleTable.SampleColumn;
import dev.spanflame.model.profile.SampleType;
import dev.spanflame.model.profile.StackTable;
import dev.spanflame.model.trace.TraceId;
import java.util.ArrayList;
import java.util.List;

/// The profiles of golden blocks. They never change: what a later version can hold besides goes into another class.
final class GoldenProfiles {
    private static final long START_MILLIS = 1_790_000_000_000L;
    private static final TraceId TRACE = new TraceId(0x0102030405060708L, 0x090a0b0c0d0e0f10L);

    private GoldenProfiles() {}

    /// All of them, in the order they came.
    static List<ProfileBatch> sent() {
        List<ProfileBatch> batches = new ArrayList<>();
        batches.add(binary());
        batches.add(Collapsed.of("shop", START_MILLIS)
                .add("main;run;é", 10, 0x55, Labels.of("region", "eu", "span_name", "GET \"/\""))
                .in(TRACE)
                .add("main;run@17", 20)
                .add("", 1)
                .on("worker-1", START_MILLIS * 1_000_000 + 5, "main;run@17", 5)
                .on("worker-2", START_MILLIS * 1_000_000 + 6, "main;run@17", 6)
                .with("version", "1.2")
                .batch());
        for (int profile = 0; profile < 12; profile++) {
            batches.add(plain(profile));
        }
        return batches;
    }

    /// Profiles as most are, enough of them that columns are written in every way there is.
    private static ProfileBatch plain(int number) {
        Collapsed profile = Collapsed.of(number % 3 == 0 ? "cart" : "shop", START_MILLIS + number * 10_000L);
        for (int sample = 0; sample < 40; sample++) {
            long mixed = number * 100L + sample;
            String leaf = "leaf" + Mix.below(25, mixed) + "@" + (10 + Mix.below(90, mixed));
            profile.add("main;run;handle" + sample % 5 + ";" + leaf, 10_000_000L * (1 + Mix.below(9, -mixed)));
        }
        return profile.batch();
    }

    /// Two sample types, binaries with build ids, an inlined function, and a place without a name.
    private static ProfileBatch binary() {
        ProfileSymbols symbols = new ProfileSymbols(new byte[0]);
        int mapping = symbols.mappings().add();
        symbols.mappings().set(MappingColumn.START, mapping, 0x400000);
        symbols.mappings().set(MappingColumn.LIMIT, mapping, 0x500000);
        symbols.mappings().set(MappingColumn.FILE_OFFSET, mapping, 0x1000);
        symbols.mappings().set(MappingColumn.FILE_NAME, mapping, symbols.addText("/usr/bin/shop"));
        symbols.mappings().set(MappingColumn.BUILD_ID, mapping, symbols.addText("0123456789abcdef"));
        int outer = function(symbols, "shop::serve", "_ZN4shop5serveEv", "serve.cc", 40);
        int inner = function(symbols, "std::move", "_ZSt4move", "move.h", 7);
        int named = location(symbols, mapping, 0x400100, inner, 9, outer, 44);
        int nameless = location(symbols, mapping, 0x400200);
        StackTable stacks = new StackTable();
        stacks.push(nameless);
        stacks.push(named);
        int deep = stacks.close();
        stacks.push(named);
        int shallow = stacks.close();
        ProfileBatch batch = new ProfileBatch(
                symbols,
                stacks,
                List.of(new SampleType("alloc_objects", "count"), new SampleType("alloc_space", "bytes")));
        batch.setLabels(Labels.of("__name__", "memory", "service_name", "native", "region", "us"))
                .setPeriod(new SampleType("space", "bytes"), 524_288)
                .setTime(START_MILLIS * 1_000_000 + 1, 15_000_000_000L);
        sample(batch, deep, 3, 3L << 40);
        sample(batch, shallow, 0, 64);
        return batch;
    }

    private static void sample(ProfileBatch batch, int stack, long objects, long bytes) {
        int row = batch.samples().add();
        batch.samples().rows().set(SampleColumn.STACK, row, stack);
        batch.samples().setValue(row, 0, objects);
        batch.samples().setValue(row, 1, bytes);
    }

    private static int function(ProfileSymbols symbols, String name, String system, String file, long line) {
        int row = symbols.addFunction(symbols.addText(name));
        symbols.functions().set(FunctionColumn.SYSTEM_NAME, row, symbols.addText(system));
        symbols.functions().set(FunctionColumn.FILE_NAME, row, symbols.addText(file));
        symbols.functions().set(FunctionColumn.START_LINE, row, line);
        return row;
    }

    /// `lines` are functions and their lines by turns, the innermost first.
    private static int location(ProfileSymbols symbols, int mapping, long address, int... lines) {
        int location = symbols.locations().add();
        symbols.locations().set(LocationColumn.MAPPING, location, mapping);
        symbols.locations().set(LocationColumn.ADDRESS, location, address);
        symbols.locations()
                .set(LocationColumn.LINES_FROM, location, symbols.lines().size());
        for (int i = 0; i < lines.length; i += 2) {
            int row = symbols.lines().add();
            symbols.lines().set(LineColumn.FUNCTION, row, lines[i]);
            symbols.lines().set(LineColumn.LINE, row, lines[i + 1]);
        }
        symbols.locations()
                .set(LocationColumn.LINES_TO, location, symbols.lines().size());
        return location;
    }
}
