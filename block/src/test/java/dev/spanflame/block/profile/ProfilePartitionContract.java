package dev.spanflame.block.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanflame.block.profile.SeriesRequest.Aggregation;
import dev.spanflame.block.profile.code.FrameNaming;
import dev.spanflame.block.profile.code.FrameText;
import dev.spanflame.block.profile.code.NamedStacks;
import dev.spanflame.block.profile.join.SpanFinder;
import dev.spanflame.block.profile.join.SpanSet;
import dev.spanflame.block.profile.store.ProfileBlocks;
import dev.spanflame.model.Labels;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.profile.FlameGraph;
import dev.spanflame.model.profile.ProfileBatch;
import dev.spanflame.model.profile.SeriesLabels;
import dev.spanflame.model.trace.TraceId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// What every [ProfilePartition] must do: random profiles in several partitions, every answer compared with
/// that of loops over plain records. Who implements the port makes a subclass.
public abstract class ProfilePartitionContract {
    /// One sample as it was sent.
    private record Sent(
            Labels labels, long timeMillis, List<String> stack, List<String> lines, long value, long span) {}

    private final List<Sent> sent = new ArrayList<>();
    private final List<ProfilePartition> partitions = new ArrayList<>();

    /// A partition that holds these batches and nothing else.
    protected abstract ProfilePartition store(List<ProfileBatch> batches);

    /// How many random sets of profiles are tried; fewer where storing takes long.
    protected int seeds() {
        return 60;
    }

    @Test
    void drawsTheSameFlameGraphs() {
        for (int seed = 0; seed < seeds(); seed++) {
            fill(new Random(seed));
            for (int maxNodes : new int[] {0, 1, 3, 10, 50, 8192}) {
                assertFlameGraph(maxNodes, TimeRange.ALL, SampleFilter.ALL);
            }
            assertFlameGraph(0, TimeRange.ofMillis(3_000, 7_000), SampleFilter.ALL);
            assertFlameGraph(7, TimeRange.ofMillis(3_000, 7_000), SampleFilter.ofSpans(List.of(1L, 4L, 9L)));
            assertFlameGraph(0, TimeRange.ALL, SampleFilter.ofTraces(List.of(new TraceId(0, 62), new TraceId(0, 5))));
            assertFlameGraph(0, TimeRange.ofMillis(3_000, 7_000), new SampleFilter.Timed());
            SpanSet spans = new SpanSet();
            spans.add(new TraceId(0, 31), 1);
            spans.add(new TraceId(0, 5), 4);
            assertFlameGraph(0, TimeRange.ALL, new SampleFilter.OfSpanSet(spans, true));
        }
    }

    @Test
    void sumsTheSameSeries() {
        for (int seed = 0; seed < seeds(); seed++) {
            Random random = new Random(seed);
            fill(random);
            long start = random.nextInt(5_000);
            long end = start + random.nextInt(9_000);
            long step = 1 + random.nextInt(3_000);
            for (List<String> groupBy : List.of(List.<String>of(), List.of("service_name"), List.of("thread"))) {
                SeriesRequest request =
                        new SeriesRequest(List.of(), start, end, step, groupBy, Aggregation.SUM, () -> false);
                assertThat(flat(SeriesSums.sum(partitions, request))).isEqualTo(naiveSeries(request));
            }
        }
    }

    @Test
    void knowsTheLinesOfFrames() {
        for (int seed = 0; seed < seeds(); seed++) {
            fill(new Random(seed));
            Map<List<String>, Long> expected = new HashMap<>();
            sent.forEach(sample -> expected.merge(sample.lines(), sample.value(), Long::sum));
            assertThat(linedStacks()).isEqualTo(expected);
        }
    }

    /// Own value of every stack, frames written `name@line`.
    private Map<List<String>, Long> linedStacks() {
        Map<List<String>, Long> found = new HashMap<>();
        for (ProfilePartition partition : partitions) {
            StackValues values = new StackValues(partition.stackCount());
            StackMerge.addValues(partition, ProfileSelection.of(List.of(), TimeRange.ALL), values);
            Forest forest = new Forest();
            ProfileBlocks.code(partition).addFrames(values, forest);
            long[] own = new long[forest.size()];
            for (int frame = own.length - 1; frame >= 0; frame--) {
                own[frame] += forest.total(frame);
                if (forest.parent(frame) != Forest.ROOT) {
                    own[forest.parent(frame)] -= forest.total(frame);
                }
            }
            for (int frame = 0; frame < own.length; frame++) {
                if (own[frame] != 0) {
                    found.merge(path(forest, frame), own[frame], Long::sum);
                }
            }
        }
        return found;
    }

    private static List<String> path(Forest forest, int leaf) {
        List<String> path = new ArrayList<>();
        for (int frame = leaf; frame != Forest.ROOT; frame = forest.parent(frame)) {
            FrameText text = FrameText.parse(forest.names().text(forest.nameId(frame)));
            path.addFirst(text.function() + "@" + text.line());
        }
        return path;
    }

    @Test
    void findsStacksByTheirFunctions() {
        for (int seed = 0; seed < seeds(); seed++) {
            fill(new Random(seed));
            assertPattern(new StackPattern.Function("f2"), stack -> stack.contains("f2"));
            assertPattern(new StackPattern.Function("absent"), _ -> false);
            assertPattern(
                    StackPattern.Matching.parse("^f[03]$"), stack -> stack.contains("f0") || stack.contains("f3"));
            assertPattern(new StackPattern.CallSite(List.of()), _ -> true);
            List<String> site = List.of("f1", "f2", "f1");
            assertPattern(
                    new StackPattern.CallSite(site),
                    stack -> stack.size() >= 3 && stack.subList(0, 3).equals(site));
        }
    }

    private void assertPattern(StackPattern pattern, Predicate<List<String>> expected) {
        long[] sum = {0};
        for (ProfilePartition partition : partitions) {
            BitSet stacks = new NamedStacks(pattern, FrameNaming.NONE).in(partition);
            ProfileSelection all = ProfileSelection.of(List.of(), TimeRange.ALL);
            ProfileScan.samples(partition, all, ProfilePartition.Detail.VALUES, (_, columns, from, to) -> {
                for (int i = from; i < to; i++) {
                    sum[0] += stacks.get(columns.stacks()[i]) ? columns.values()[i] : 0;
                }
            });
        }
        assertThat(sum[0])
                .isEqualTo(sent.stream()
                        .filter(sample -> expected.test(sample.stack()))
                        .mapToLong(Sent::value)
                        .sum());
    }

    @Test
    void scansTheSamplesOfOneProfileByItsId() {
        for (int seed = 0; seed < seeds(); seed++) {
            fill(new Random(seed));
            ProfileSelection all = ProfileSelection.of(List.of(LabelMatcher.equal("thread", "t1")), TimeRange.ALL);
            for (ProfilePartition partition : partitions) {
                ProfileIds ids = new ProfileIds(partition);
                Map<UUID, Long> totals = new HashMap<>();
                Map<UUID, Long> sums = new HashMap<>();
                ProfileScan.profiles(
                        partition,
                        all,
                        row -> totals.merge(ids.of(row), partition.rows().totals()[row], Long::sum));
                ProfileScan.samples(partition, all, ProfilePartition.Detail.IDS, (row, columns, from, to) -> {
                    for (int i = from; i < to; i++) {
                        sums.merge(ids.of(row), columns.values()[i], Long::sum);
                    }
                });
                assertThat(sums).isEqualTo(totals);
                totals.forEach(
                        (id, total) -> assertThat(totalOf(partition, all, id)).isEqualTo(total));
            }
        }
    }

    private static long totalOf(ProfilePartition partition, ProfileSelection all, UUID id) {
        StackValues values = new StackValues(partition.stackCount());
        StackMerge.addValues(partition, all.with(ProfileIds.filter(List.of(id.toString()))), values);
        long sum = 0;
        for (int stack = values.next(0); stack >= 0; stack = values.next(stack + 1)) {
            sum += values.get(stack);
        }
        return sum;
    }

    private void fill(Random random) {
        sent.clear();
        partitions.clear();
        for (int count = 1 + random.nextInt(3); count > 0; count--) {
            List<ProfileBatch> batches = new ArrayList<>();
            for (int profiles = 1 + random.nextInt(8); profiles > 0; profiles--) {
                batches.add(profile(random, "service" + random.nextInt(3)));
            }
            partitions.add(store(batches));
        }
    }

    private ProfileBatch profile(Random random, String service) {
        long time = random.nextInt(10_000);
        Collapsed collapsed = Collapsed.of(service, time);
        for (int samples = random.nextInt(30); samples > 0; samples--) {
            List<String> stack = new ArrayList<>();
            for (int depth = 1 + random.nextInt(6); depth > 0; depth--) {
                stack.add("f" + random.nextInt(4));
            }
            if (random.nextInt(10) == 0) {
                stack.add("other");
            }
            long value = 1 + random.nextInt(20);
            long span = random.nextInt(12);
            Labels labels = random.nextBoolean() ? Labels.EMPTY : Labels.of("thread", "t" + random.nextInt(2));
            List<String> withLines =
                    stack.stream().map(name -> name + "@" + random.nextInt(3)).toList();
            collapsed.add(String.join(";", withLines), value, span, labels);
            Map<String, String> all = labels.asMap();
            all.put("service_name", service);
            sent.add(new Sent(Labels.of(all), time, stack, withLines, value, span));
        }
        return collapsed.batch();
    }

    private void assertFlameGraph(int maxNodes, TimeRange window, SampleFilter filter) {
        NaiveFlameGraph naive = new NaiveFlameGraph();
        for (Sent sample : sent) {
            if (isSelected(sample, window, filter)) {
                naive.add(sample.stack(), sample.value());
            }
        }
        ProfileSelection selection = ProfileSelection.of(List.of(), window).with(filter);
        FlameGraph graph = FlameGraphBuilder.build(StackMerge.merge(partitions, selection), maxNodes);
        assertThat(graph).usingRecursiveComparison().isEqualTo(naive.draw(maxNodes));
        Forest growing = Forest.growing(Long.MAX_VALUE);
        partitions.forEach(partition -> StackMerge.add(partition, selection, growing));
        assertThat(FlameGraphBuilder.build(growing, maxNodes))
                .usingRecursiveComparison()
                .isEqualTo(graph);
    }

    private static boolean isSelected(Sent sample, TimeRange window, SampleFilter filter) {
        long start = sample.timeMillis() * 1_000_000;
        return switch (filter) {
            case SampleFilter.All _, SampleFilter.OfProfiles _ -> window.contains(start);
            case SampleFilter.Timed _ -> window.overlaps(start, start + 10_000_000_000L);
            case SampleFilter.OfSpanSet joined ->
                window.overlaps(start, start + 10_000_000_000L)
                        && new SpanFinder(joined.spans()).byIds(sample.span(), 0, sample.span() * 31) >= 0;
            case SampleFilter.OfSpans(IdSet ids) ->
                window.overlaps(start, start + 10_000_000_000L) && ids.contains(0, sample.span());
            case SampleFilter.OfTraces(IdSet ids) ->
                window.overlaps(start, start + 10_000_000_000L) && ids.contains(0, sample.span() * 31);
        };
    }

    private Map<String, Double> naiveSeries(SeriesRequest request) {
        Map<String, Double> sums = new TreeMap<>();
        for (long edge = request.startMillis(); edge <= request.endMillis(); edge += request.stepMillis()) {
            for (Sent sample : sent) {
                if (sample.timeMillis() > edge - request.stepMillis() && sample.timeMillis() <= edge) {
                    String key = sample.labels().keep(request.groupBy()) + " " + edge;
                    sums.merge(key, (double) sample.value(), Double::sum);
                }
            }
        }
        return sums;
    }

    private static Map<String, Double> flat(List<SeriesSums.Series> series) {
        Map<String, Double> flat = new HashMap<>();
        for (SeriesSums.Series one : series) {
            long before = Long.MIN_VALUE;
            for (SeriesSums.Point point : one.points()) {
                assertThat(point.timeMillis()).isGreaterThan(before);
                before = point.timeMillis();
                assertThat(flat.put(one.labels() + " " + point.timeMillis(), point.value()))
                        .isNull();
            }
        }
        return flat;
    }

    @Test
    void tellsOfAllItHolds() {
        for (int seed = 0; seed < seeds() / 3; seed++) {
            fill(new Random(seed));
            Set<String> services = new TreeSet<>();
            long total = 0;
            for (Sent sample : sent) {
                services.add(sample.labels().value("service_name"));
                total += sample.value();
            }
            assertThat(LabelQueries.values(partitions, "service_name", List.of(), TimeRange.ALL))
                    .isEqualTo(List.copyOf(services));
            for (Labels labels : LabelQueries.series(partitions, List.of(), List.of(), TimeRange.ALL)) {
                assertThat(labels.value(SeriesLabels.PROFILE_TYPE))
                        .isEqualTo("process_cpu:cpu:nanoseconds:cpu:nanoseconds");
                assertThat(labels.value(SeriesLabels.SERVICE_COPY)).isEqualTo(labels.value(SeriesLabels.SERVICE));
            }
            assertThat(totals()).isEqualTo(total);
        }
    }

    /// Sum of the totals of all profiles, which must be the sums of their samples and lie in the
    /// partition's range.
    private long totals() {
        long sum = 0;
        for (ProfilePartition partition : partitions) {
            ProfileRows rows = partition.rows();
            for (int row = 0; row < rows.count(); row++) {
                long[] samples = {0};
                int from = rows.firstSamples()[row];
                partition.samples(
                        from, from + rows.sampleCounts()[row], ProfilePartition.Detail.ALL, (columns, first, end) -> {
                            for (int i = first; i < end; i++) {
                                samples[0] += columns.values()[i];
                                assertThat(columns.stacks()[i]).isBetween(0, partition.stackCount() - 1);
                            }
                        });
                assertThat(samples[0]).isEqualTo(rows.totals()[row]);
                assertThat(partition.range().contains(rows.times()[row])).isTrue();
                assertThat(partition.range().contains(rows.times()[row] + rows.durations()[row]))
                        .isTrue();
                sum += samples[0];
            }
        }
        return sum;
    }
}
