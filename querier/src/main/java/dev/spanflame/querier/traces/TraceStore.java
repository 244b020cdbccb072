package dev.spanflame.querier.traces;

import dev.spanflame.block.BlockMeta;
import dev.spanflame.block.live.LiveData;
import dev.spanflame.block.log.CommitLogs;
import dev.spanflame.block.trace.SpanReader;
import dev.spanflame.block.trace.TraceBlock;
import dev.spanflame.block.trace.TraceBlockReader;
import dev.spanflame.block.trace.TracePlace;
import dev.spanflame.model.Tenant;
import dev.spanflame.model.TimeRange;
import dev.spanflame.model.trace.TraceId;
import dev.spanflame.proto.edge.Notes;
import dev.spanflame.querier.damage.BlockAttempts;
import dev.spanflame.querier.damage.DamagedBlocks;
import dev.spanflame.traceql.fetch.SpanSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/// All spans of the process's tenants, live and in blocks, as one. Thread-safe.
///
/// Every span that was acknowledged before a question is asked is in its answer, once. A trace that was
/// stored in pieces is answered about as if it never had been split, however far they are apart; pieces that
/// lie further than [TraceStoreSettings#traceSlack] outside of the time asked for are not looked for.
public final class TraceStore {
    /// What a span takes in memory until its answer is written, more or less.
    private static final long SPAN_BYTES = 2048;

    private final LiveData live;
    private final CommitLogs logs;
    private final BlockOpener blocks;
    private final TraceStoreSettings settings;
    private final DamagedBlocks damaged;
    private final BlockAttempts attempts;
    private final SharedTraces shared = new SharedTraces();

    /// A store over what the ingester holds, the blocks that the commit logs name but the damaged ones, and their
    /// contents.
    public TraceStore(
            LiveData live,
            CommitLogs logs,
            TraceBlockReader blocks,
            TraceStoreSettings settings,
            DamagedBlocks damaged) {
        this.live = live;
        this.logs = logs;
        this.blocks = new BlockOpener(blocks);
        this.settings = settings;
        this.damaged = damaged;
        this.attempts = new BlockAttempts(damaged);
    }

    /// A question about spans; must bear to be asked twice.
    @FunctionalInterface
    public interface Question<T> {
        /// Answers from `source`.
        T answer(CountingSource source) throws IOException;
    }

    /// The spans of one or several tenants. What is stored later shows in later scans.
    public SpanSource source(List<Tenant> tenants) {
        return new TraceSource(this, tenants);
    }

    /// Asks a question about the spans of one or several tenants. When a block vanishes meanwhile, because
    /// its spans were moved to another, or turns out to be damaged, the question is asked once more.
    public <T> T ask(List<Tenant> tenants, Question<T> question) throws IOException {
        return attempt(tenants, () -> question.answer(new TraceSource(this, tenants)));
    }

    /// All spans with this trace id; `memory` is told how much they are going to take, before they are read, and may
    /// wait or throw. Throws [dev.spanflame.model.BackendException] of kind CANCELLED soon after `cancelled` turned
    /// true.
    public FoundTrace trace(List<Tenant> tenants, TraceId id, BooleanSupplier cancelled, LongConsumer memory)
            throws IOException {
        return attempt(tenants, () -> find(tenants, id, cancelled, memory));
    }

    private <T> T attempt(List<Tenant> tenants, Answer<T> answer) throws IOException {
        return attempts.ask(fresh -> {
            if (fresh) {
                refresh(tenants);
            }
            return answer.get();
        });
    }

    /// Work on one moment's blocks.
    @FunctionalInterface
    private interface Answer<T> {
        T get() throws IOException;
    }

    TraceStoreSettings settings() {
        return settings;
    }

    DamagedBlocks damaged() {
        return damaged;
    }

    SharedTraces shared() {
        return shared;
    }

    Moment moment(List<Tenant> tenants) throws IOException {
        return Moment.take(live, logs, tenants, settings.snapshotAge());
    }

    /// The blocks, opened.
    List<SpanHolder> open(List<BlockMeta> metas, BooleanSupplier cancelled) throws IOException {
        Notes.opened(metas.size(), metas.stream().mapToLong(BlockMeta::bytes).sum());
        List<SpanHolder> holders = new ArrayList<>(metas.size());
        for (TraceBlock block : blocks.open(metas, cancelled)) {
            holders.add(new SpanHolder.OfBlock(block));
        }
        return holders;
    }

    private FoundTrace find(List<Tenant> tenants, TraceId id, BooleanSupplier cancelled, LongConsumer memory)
            throws IOException {
        Moment moment = moment(tenants);
        List<SpanHolder> holders = new ArrayList<>();
        moment.runs().forEach(run -> holders.add(new SpanHolder.OfRun(run, TimeRange.ALL)));
        List<BlockMeta> sound = damaged.sound(moment.blocks());
        holders.addAll(open(sound, cancelled));
        List<Piece> pieces = new ArrayList<>();
        for (SpanHolder holder : holders) {
            TracePlace place = holder.find(id);
            if (place != null) {
                pieces.add(new Piece(holder, place));
            }
        }
        long stored = pieces.stream().mapToLong(piece -> piece.place.spans()).sum();
        memory.accept(SPAN_BYTES * Math.min(stored, settings.maxTraceSpans()));
        RecordMerge merge = new RecordMerge();
        boolean truncated = false;
        for (Piece piece : pieces) {
            Cancelled.check(cancelled);
            int wanted = Math.min(piece.place.spans(), settings.maxTraceSpans() - merge.size());
            truncated |= wanted < piece.place.spans();
            merge.add(piece.holder.records(piece.place, wanted));
        }
        int leftOut = moment.blocks().size() - sound.size();
        return new FoundTrace(SpanReader.group(merge.inTreeOrder()), stored, truncated, leftOut);
    }

    /// Where spans of a trace are.
    private record Piece(SpanHolder holder, TracePlace place) {}

    private void refresh(List<Tenant> tenants) throws IOException {
        for (Tenant tenant : tenants) {
            logs.of(tenant).refresh();
        }
    }
}
