package dev.spanflame.querier.traces;

/// Over blocks that are runs in memory.
final class TraceStoreSourceTest extends TraceStoreSourceContract {
    @Override
    TestStore emptyStore() {
        return new TestStore();
    }
}
