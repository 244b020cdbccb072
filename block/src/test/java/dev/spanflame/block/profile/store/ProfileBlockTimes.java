package dev.spanflame.block.profile.store;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.profile.FlameGraphBuilder;
import dev.spanflame.block.profile.Forest;
import dev.spanflame.block.profile.LabelMatcher;
import dev.spanflame.block.profile.ProfilePartition;
import dev.spanflame.block.profile.ProfileSelection;
import dev.spanflame.block.profile.StackMerge;
import dev.spanflame.block.profile.live.ProfileSegment;
import dev.spanflame.model.Labels;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.ProfileLimits;
import dev.spanflame.proto.pprof.PprofDecoder;
import dev.spanflame.proto.pprof.RandomProfiles;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Measures blocks of profiles of 2,000 stacks, 20 to 60 frames deep, of 40 services: bytes, processor time, queries.
///
/// A program, not a test: the first argument is the number of profiles in a block, the second the number of blocks,
/// which are merged in the end.
final class ProfileBlockTimes {
    private static final int SERVICES = 40;
    private static final int STACKS = 2_000;

    private ProfileBlockTimes() {}

    public static void main(String[] args) throws IOException {
        int profiles = Integer.parseInt(args[0]);
        int count = Integer.parseInt(args[1]);
        TestBlocks blocks = new TestBlocks();
        List<BlockMeta> metas = new ArrayList<>();
        for (int block = 0; block < count; block++) {
            ProfileSegment segment = segment(profiles, block);
            for (int round = 0; round < (block == 0 ? 4 : 1); round++) {
                long cpu = cpu();
                BlockMeta meta = blocks.blocks().write(segment.contents(), blocks.target(0));
                report("write", cpu, profiles, meta);
                if (round == 0) {
                    metas.add(meta);
                }
            }
        }
        query("blocks", blocks, metas);
        if (count > 1) {
            for (int round = 0; round < 3; round++) {
                long cpu = cpu();
                BlockMeta merged = blocks.merge(metas);
                report("merge", cpu, profiles * count, merged);
                if (round == 2) {
                    query("merged", blocks, List.of(merged));
                }
            }
        }
    }

    private static ProfileSegment segment(int profiles, int block) {
        ProfileSegment segment = new ProfileSegment();
        PprofDecoder decoder = new PprofDecoder(ProfileLimits.DEFAULT);
        for (int i = 0; i < profiles; i++) {
            int service = i % SERVICES;
            long time = (1_000_000L * block + 10_000L * (i / SERVICES) + service) * 1_000_000;
            Random random = new Random(block * 1_000_000L + i);
            ProfileBatch batch = decoder.decode(
                    RandomProfiles.service(service, STACKS, time, random).toByteArray());
            batch.setLabels(Labels.of("__name__", "process_cpu", "service_name", "service" + service));
            segment.append(batch);
        }
        return segment;
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static void report(String what, long before, int profiles, BlockMeta meta) {
        double seconds = (cpu() - before) / 1e9;
        System.out.printf(
                "%s: %.2f CPU-s, %.2f a 1,000 profiles; %,d bytes a profile, %d profiles%n",
                what, seconds, seconds * 1_000 / profiles, meta.bytes() / meta.items(), meta.items());
        for (BlockMeta.BlockObject object : meta.objects()) {
            System.out.printf("   %-18s %,d%n", object.name(), object.size() / meta.items());
        }
    }

    private static void query(String what, TestBlocks blocks, List<BlockMeta> metas) throws IOException {
        ask(what + ", all services", blocks, metas, List.of());
        ask(what + ", one service", blocks, metas, List.of(LabelMatcher.equal("service_name", "service7")));
    }

    private static void ask(String what, TestBlocks blocks, List<BlockMeta> metas, List<LabelMatcher> matchers)
            throws IOException {
        double[] times = new double[15];
        long total = 0;
        long merging = 0;
        for (int round = 0; round < times.length; round++) {
            long start = System.nanoTime();
            List<ProfilePartition> partitions = new ArrayList<>();
            for (BlockMeta meta : metas) {
                partitions.add(blocks.blocks().open(meta, () -> false));
            }
            Forest forest = StackMerge.merge(partitions, ProfileSelection.of(matchers, TimeRange.ALL));
            merging = System.nanoTime() - start;
            total = FlameGraphBuilder.build(forest, 8_192).total();
            times[round] = (System.nanoTime() - start) / 1e6;
        }
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        Forest last = new Forest();
        for (BlockMeta meta : metas) {
            StackMerge.add(blocks.open(meta), ProfileSelection.of(matchers, TimeRange.ALL), last);
        }
        FlameGraphBuilder.build(last, 8_192);
        double cpu = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 1e6;
        double first = times[0];
        Arrays.sort(times);
        System.out.printf(
                "%s: first %.0f ms, best %.1f, median %.1f (last: %.1f before drawing), CPU %.0f, total %,d%n",
                what, first, times[0], times[times.length / 2], merging / 1e6, cpu, total);
    }
}
